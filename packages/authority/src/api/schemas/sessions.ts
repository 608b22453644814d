import { z } from '@hono/zod-openapi';
import { methodNames } from '../../domain/methods/table.ts';
import {
  ceiling,
  claims,
  cursor,
  customerId,
  limit,
  name,
  pageOf,
  slug,
  strict,
  text,
  timeOut,
} from '../../web/schemas.ts';
import { maxKeys } from './customers.ts';

const act = z.enum(['view', 'create', 'rotate', 'revoke']);
const can = z
  .array(act)
  .refine((all) => new Set(all).size === all.length, 'must not list a word twice')
  .openapi({
    description:
      '`view`: keys, usage and history. `create`: create, rename and enable keys. `rotate`: rotate keys and change an overlap. `revoke`: revoke and disable keys, and expire them earlier.',
    uniqueItems: true,
  });

const personName = name.openapi({ description: 'Personal data, deleted when the customer is erased.' });

/** The target of a link: never a script. */
const returnUrl = z
  .string()
  .max(2_048, 'must have at most 2,048 characters')
  .refine((url) => {
    if (!/^https?:\/\/[^\s\\]+$/i.test(url) || !URL.canParse(url)) return false;
    const { username, password } = new URL(url);
    return username === '' && password === '';
  }, 'must be a URL that starts with https:// or http://, without a password, spaces or backslashes')
  .openapi({ format: 'uri', example: 'https://acme.example/account' });

const locale = z
  .string()
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/, 'must be a language tag, such as en or de-AT')
  .openapi({ example: 'en' });

export const newPortalSession = strict({
  customer: customerId,
  customerName: name
    .nullable()
    .optional()
    .openapi({ description: 'Stored as the customer’s name. Null keeps the current name.' }),
  actor: strict({ id: text(255), name: personName.nullable().optional() })
    .nullable()
    .optional()
    .openapi({
      description: 'The person who uses the session, in your own terms. The history shows this name.',
    }),
  can: can.optional(),
  scopes: ceiling
    .optional()
    .openapi({ description: 'Scopes that the session can grant. Null uses the customer’s scopes.' }),
  claims: claims.optional().openapi({ description: 'Claims added to every key that the session creates.' }),
  maxKeys: maxKeys.nullable().optional().openapi({ description: 'Key limit, if lower than the customer’s.' }),
  returnUrl: returnUrl.nullable().optional(),
  locale: locale.nullable().optional(),
  embed: z
    .boolean()
    .optional()
    .openapi({ description: 'If true, returns a 15-minute token for `<lostwax-keys>` instead of a URL.' }),
}).openapi('NewPortalSession', {
  example: {
    customer: 'cus_4711',
    customerName: 'Initech',
    actor: { id: 'u_7', name: 'Ada' },
    scopes: ['orders:read'],
  },
});

const sessionId = z.string().openapi({
  description: 'Not secret. Identifies the session in its cookie and in the audit log.',
  example: 'ses_0123456789abcdef',
});

const exampleCode = 'q1Zk0mYxv0o7C4r6bq0f1m2n3p4s5t6u7w8y9A0B1C2';

export const openedSession = z
  .object({
    id: sessionId,
    url: z.string().optional().openapi({
      description:
        'Opens the portal once, within 5 minutes. The session then lasts an hour. The code is in the fragment (after #), so no server sees it.',
    }),
    token: z
      .string()
      .optional()
      .openapi({ description: 'With `embed`: the bearer token for the custom element.' }),
    expiresAt: timeOut.openapi({ description: 'When the code in `url`, or the embedded session, expires.' }),
  })
  .openapi('OpenedSession', {
    example: {
      id: 'ses_0123456789abcdef',
      url: `https://keys.example.com/portal/acme_live/#${exampleCode}`,
      expiresAt: '2030-01-01T00:05:00Z',
    },
  });

const person = z.object({ id: z.string(), name: z.string().nullable() });

const examplePortalSession = {
  id: 'ses_0123456789abcdef',
  customer: 'cus_4711',
  actor: { id: 'u_7', name: 'Ada' },
  can: ['view' as const, 'create' as const],
  embed: false,
  begun: true,
  createdAt: '2030-01-01T00:00:00Z',
  createdBy: 'lostwax_03_0123456789ABCDEF0Wco8n',
  expiresAt: '2030-01-01T01:00:00Z',
};

const portalSession = z
  .object({
    id: sessionId,
    customer: customerId,
    actor: person.nullable(),
    can,
    embed: z.boolean(),
    begun: z.boolean().openapi({ description: 'False until the link is opened.' }),
    createdAt: timeOut,
    createdBy: z.string(),
    expiresAt: timeOut,
  })
  .openapi('PortalSession', { example: examplePortalSession });

export const portalSessionPage = pageOf(portalSession).openapi('PortalSessionPage', {
  example: { items: [examplePortalSession], nextCursor: null },
});

export const portalSessionQuery = strict({
  customer: customerId.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

export const customerQuery = strict({ customer: customerId });

export const sessionsEnded = z.object({ ended: z.int() }).openapi('SessionsEnded', { example: { ended: 2 } });

export const codeExchange = strict({
  workspace: slug.optional().openapi({ description: 'Required for portal codes. Omit for console codes.' }),
  code: z.string().max(255, 'must have at most 255 characters'),
}).openapi('CodeExchange', { example: { workspace: 'acme_live', code: exampleCode } });

export const sessionInfo = z
  .object({
    id: sessionId,
    kind: z.enum(['portal', 'console']),
    expiresAt: timeOut,
    actor: person.openapi({ description: 'Who acts. For a portal session without a person, the customer.' }),
    can: z.array(act).openapi({ description: 'Empty for console sessions.' }),
    workspace: z
      .object({
        slug,
        name: z.string().nullable(),
        color: z.string().nullable(),
        issuer: z.string(),
        scopes: z.array(z.object({ scope: z.string(), description: z.string().nullable() })).openapi({
          description:
            'Scopes that the session can grant. With `anyScope`, the scopes that have a description.',
        }),
        anyScope: z.boolean().openapi({ description: 'True if scopes aren’t restricted.' }),
        longestLifeSeconds: z.int().nullable(),
        methods: z
          .array(z.enum(methodNames))
          .openapi({ description: 'Methods that new keys can have, the default first.' }),
        apiUrl: z.string().nullable(),
        docsUrl: z.string().nullable(),
        supportUrl: z.string().nullable(),
        logo: z.string().nullable(),
        favicon: z.string().nullable(),
      })
      .optional()
      .openapi({ description: 'Portal sessions only.' }),
    customer: z
      .object({ id: customerId, name: z.string().nullable(), state: z.enum(['active', 'suspended']) })
      .optional()
      .openapi({ description: 'Portal sessions only.' }),
    maxKeys: z.int().nullable().openapi({ description: 'Key limit. Null means no limit.' }),
    liveKeys: z.int().openapi({ description: 'Keys that count against `maxKeys`.' }),
    returnUrl: z.string().nullable(),
    locale: z.string().nullable(),
    permissions: z
      .array(z.object({ workspace: z.string().nullable(), permissions: z.array(z.string()) }))
      .optional()
      .openapi({
        description: 'Console sessions only: permissions per workspace, or for all workspaces (null).',
      }),
    warnings: z.array(z.enum(['first_key_in_use'])).optional(),
  })
  .openapi('SessionInfo', {
    example: {
      id: 'ses_0123456789abcdef',
      kind: 'portal',
      expiresAt: '2030-01-01T01:00:00Z',
      actor: { id: 'u_7', name: 'Ada' },
      can: ['view', 'create', 'rotate', 'revoke'],
      workspace: {
        slug: 'acme_live',
        name: 'Acme, live',
        color: '#0b6e4f',
        issuer: 'https://keys.example.com/acme_live',
        scopes: [{ scope: 'orders:read', description: 'Read orders' }],
        anyScope: false,
        longestLifeSeconds: null,
        methods: ['signed' as const],
        apiUrl: 'https://api.example.com',
        docsUrl: 'https://docs.example.com',
        supportUrl: 'mailto:support@example.com',
        logo: null,
        favicon: null,
      },
      customer: { id: 'cus_4711', name: 'Initech', state: 'active' },
      maxKeys: 20,
      liveKeys: 3,
      returnUrl: 'https://acme.example/account',
      locale: 'en',
    },
  });
