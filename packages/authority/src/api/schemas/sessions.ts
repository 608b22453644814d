import { z } from '@hono/zod-openapi';
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
  .refine((all) => new Set(all).size === all.length, 'must not hold a word twice')
  .openapi({
    description:
      'view: keys, uses and history. create: issue, rename, enable. rotate: rotate, and change an overlap. revoke: revoke, disable, end earlier.',
    uniqueItems: true,
  });

const personName = name.openapi({ description: 'Personal: it goes when the customer is erased.' });

/** Where a link leads back to: never a script. */
const returnUrl = z
  .string()
  .max(2_048, 'must have at most 2,048 characters')
  .refine(
    (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
    'must be an address that begins with https:// or http://',
  )
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
    .openapi({ description: "Kept as the customer's name. Null: the name stays as it is." }),
  actor: strict({ id: text(255), name: personName.nullable().optional() })
    .nullable()
    .optional()
    .openapi({ description: 'Who acts, in the words of the producer: the history names this person.' }),
  can: can.optional(),
  scopes: ceiling
    .optional()
    .openapi({ description: 'The only scopes that the session may grant. Null: as the customer.' }),
  claims: claims.optional().openapi({ description: 'Written into every key that the session makes.' }),
  maxKeys: maxKeys
    .nullable()
    .optional()
    .openapi({ description: "Most keys, where that is lower than the customer's limit." }),
  returnUrl: returnUrl.nullable().optional(),
  locale: locale.nullable().optional(),
  embed: z
    .boolean()
    .optional()
    .openapi({ description: 'True: a token for `<lostwax-keys>` that lasts 15 minutes, and no URL.' }),
}).openapi('NewPortalSession', {
  example: {
    customer: 'cus_4711',
    customerName: 'Initech',
    actor: { id: 'u_7', name: 'Ada' },
    scopes: ['orders:read'],
  },
});

const sessionId = z.string().openapi({
  description: 'Not secret: it names the session in a cookie and in the audit.',
  example: 'ses_0123456789abcdef',
});

const exampleCode = 'q1Zk0mYxv0o7C4r6bq0f1m2n3p4s5t6u7w8y9A0B1C2';

export const openedSession = z
  .object({
    id: sessionId,
    url: z.string().optional().openapi({
      description:
        'Opens the portal, once, within 5 minutes; the session then lasts an hour. The code stands behind #, so that no server sees it.',
    }),
    token: z
      .string()
      .optional()
      .openapi({ description: 'With `embed`: what the custom element sends as Bearer.' }),
    expiresAt: timeOut.openapi({ description: 'End of the code in `url`, or of the embedded session.' }),
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
    begun: z.boolean().openapi({ description: 'False while its link waits to be opened.' }),
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
  workspace: slug.optional().openapi({ description: 'Of the portal; left out for a code of the console.' }),
  code: z.string().max(255, 'must have at most 255 characters'),
}).openapi('CodeExchange', { example: { workspace: 'acme_live', code: exampleCode } });

export const sessionInfo = z
  .object({
    id: sessionId,
    kind: z.enum(['portal', 'console']),
    expiresAt: timeOut,
    actor: person.openapi({ description: 'Who acts; of a portal session without a person, the customer.' }),
    can: z.array(act).openapi({ description: 'Empty of a console session.' }),
    workspace: z
      .object({
        slug,
        name: z.string().nullable(),
        color: z.string().nullable(),
        issuer: z.string(),
        scopes: z.array(z.object({ scope: z.string(), description: z.string().nullable() })).openapi({
          description:
            'Scopes that the session may grant; with `anyScope`, those that the producer has described.',
        }),
        anyScope: z.boolean().openapi({ description: 'True where nothing limits the scopes.' }),
        longestLifeSeconds: z.int().nullable(),
        apiUrl: z.string().nullable(),
        docsUrl: z.string().nullable(),
        supportUrl: z.string().nullable(),
        logo: z.string().nullable(),
        favicon: z.string().nullable(),
      })
      .optional()
      .openapi({ description: 'Of a portal session.' }),
    customer: z
      .object({ id: customerId, name: z.string().nullable(), state: z.enum(['active', 'suspended']) })
      .optional()
      .openapi({ description: 'Of a portal session.' }),
    maxKeys: z.int().nullable().openapi({ description: 'Most keys; null: no limit.' }),
    liveKeys: z.int().openapi({ description: 'Keys that count against maxKeys.' }),
    returnUrl: z.string().nullable(),
    locale: z.string().nullable(),
    permissions: z
      .array(z.object({ workspace: z.string().nullable(), permissions: z.array(z.string()) }))
      .optional()
      .openapi({ description: 'Of a console session: what it may do, in each workspace or (null) in all.' }),
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
