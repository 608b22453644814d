import { z } from '@hono/zod-openapi';
import { roleNames } from '../../domain/people/roles.ts';
import { name, slug, strict, timeOut, visibleText } from '../../web/schemas.ts';
import { holdsToken } from '../../web/token-text.ts';

/** `.` and `..` can't be path segments. */
export const personLogin = z
  .string()
  .regex(visibleText, 'must be 1 to 255 visible ASCII characters without spaces')
  .refine((text) => text !== '.' && text !== '..', 'must not be "." or ".."')
  .refine((text) => !holdsToken(text), 'must not contain a key')
  .openapi({
    example: 'ada@acme.example',
    description:
      'An email address verified by the identity provider, or, without an @, the subject (`sub`) of the person at the provider.',
  });

const grant = strict({
  workspace: slug.nullable().openapi({ description: 'Null for all workspaces.' }),
  role: z.enum(roleNames).openapi({
    description:
      '`viewer`: read-only. `support`: can also disable and revoke keys. `operator`: can also create and rotate keys and open a customer’s portal. `owner`: full access.',
  }),
});

export const personInput = strict({
  name: name.nullable().optional(),
  roles: z.array(grant).max(100, 'must have at most 100 roles').openapi({
    description: 'The complete list. Omitted roles are removed immediately.',
  }),
}).openapi('PersonInput', {
  example: { name: 'Ada', roles: [{ workspace: 'acme_live', role: 'operator' }] },
});

const examplePerson = {
  id: 'per_0123456789abcdef',
  person: 'ada@acme.example',
  name: 'Ada',
  roles: [{ workspace: 'acme_live', role: 'operator' }],
  createdAt: '2030-01-01T00:00:00Z',
  lastSignInAt: null,
};

export const person = z
  .object({
    id: z.string().openapi({ description: 'Random. The audit log shows the person as `person:<id>`.' }),
    person: personLogin,
    name: z.string().nullable(),
    roles: z.array(grant),
    createdAt: timeOut,
    lastSignInAt: timeOut.nullable(),
  })
  .openapi('Person', { example: examplePerson });

export const people = z
  .object({ items: z.array(person) })
  .openapi('People', { example: { items: [examplePerson] } });

export const removal = strict({
  erase: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .openapi({
      type: 'boolean',
      description:
        'If true, also erases the personal data of this person, and of what they did, from the audit log.',
    }),
});
