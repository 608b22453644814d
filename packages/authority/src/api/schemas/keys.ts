import { z } from '@hono/zod-openapi';
import { methodNames } from '../../domain/methods/table.ts';
import { exampleProblem, problem } from '../../web/problem-schema.ts';
import {
  actorText,
  claims,
  cursor,
  customerId,
  keyIdText,
  limit,
  metadata,
  name,
  pageOf,
  reason,
  scopes,
  search,
  slug,
  strict,
  timeIn,
  timeOut,
} from '../../web/schemas.ts';
import { certificateMembers } from './certificate.ts';
import { clientKeyMembers } from './client-key.ts';

export const keyState = z.enum(['active', 'disabled', 'revoked', 'expired']);
export const method = z.enum(methodNames).openapi({ description: 'How the key is verified.' });

export const newKey = strict({
  customer: customerId,
  name: name.nullable().optional(),
  scopes: scopes.optional().openapi({ description: 'Defaults to none.' }),
  claims: claims.optional(),
  metadata: metadata.optional(),
  expiresAt: timeIn.nullable().optional().openapi({
    description:
      'When the key expires. If omitted or null, it never expires, or expires after the workspace’s `longestLifeSeconds` if that is set.',
  }),
  method: method.optional().openapi({ description: 'Defaults to `signed` where the workspace offers it.' }),
  ...certificateMembers,
  ...clientKeyMembers,
}).openapi('NewKey', { example: { customer: 'cus_4711', name: 'CI', scopes: ['orders:read'] } });

export const newKeys = strict({ items: z.array(newKey).min(1).max(1_000) }).openapi('NewKeys', {
  example: { items: [{ customer: 'cus_4711' }, { customer: 'cus_4712', scopes: ['orders:read'] }] },
});

// Members that are part of the token are left to the route, which suggests a rotation with a
// specific code.
export const keyPatch = strict({
  name: name.nullable().optional(),
  metadata: metadata.optional(),
  expiresAt: timeIn.nullable().optional().openapi({
    description: 'Can only be moved earlier. Null is accepted if the key has no expiration.',
  }),
})
  .refine((patch) => Object.keys(patch).length > 0, 'must change something: name, metadata or expiresAt')
  .openapi('KeyPatch', { minProperties: 1, example: { name: 'CI, new' } });

export const revocation = strict({ reason: reason.nullable().optional() }).openapi('Revocation', {
  example: { reason: 'leaked in a log' },
});

export const bulkRevocation = strict({
  customer: customerId.optional(),
  createdBy: actorText.optional().openapi({
    description:
      'Who created the keys: the ID of an administrator key, a person (login or `person:<id>`), `system`, or the ID of one portal session. For an ' +
      'administrator, this includes keys created in the console and in portal sessions they opened. Revoke the administrator key or remove the ' +
      'person first; their sessions end with it.',
  }),
  createdAfter: timeIn.optional(),
  createdBefore: timeIn.optional(),
  unknownToAudit: z
    .literal(true)
    .optional()
    .openapi({
      description:
        'Every key whose record differs from the audit log: no creation or rotation made it, its pin, public half or scopes differ, or it was ' +
        'revoked, disabled or expired and is still published. Can’t be combined with other filters.',
    }),
  reason: reason.nullable().optional(),
  dryRun: z
    .boolean()
    .optional()
    .openapi({ description: 'If true, returns the matching keys without revoking them.' }),
  expectedCount: z.int().min(0).max(1_000_000_000).optional().openapi({
    description:
      'How many keys you expect to match, from a dry run. If another number matches, nothing is revoked and the answer is `count_changed`. Keys that others revoke in the meantime aren’t counted.',
  }),
})
  .refine(
    ({ reason: _reason, dryRun: _dryRun, expectedCount: _expected, ...filter }) =>
      Object.keys(filter).length > 0,
    'must say which keys: customer, createdBy, createdAfter, createdBefore or unknownToAudit',
  )
  .openapi('BulkRevocation', {
    description: 'Revokes keys that match all given members. At least one is required.',
    example: { customer: 'cus_4711', dryRun: true },
  });

export const keyQuery = strict({
  customer: customerId.optional(),
  state: z
    .string()
    .transform((value, context) => {
      const states = z.array(keyState).safeParse(value.split(','));
      if (states.success) return states.data;
      context.addIssue({
        code: 'custom',
        message: `must be one or more of ${keyState.options.join(', ')}, separated by commas`,
      });
      return z.NEVER;
    })
    .optional()
    .openapi({
      type: 'string',
      description: 'Keys in this state, or in any of several separated by commas. All keys unless given.',
      example: 'active,disabled',
    }),
  method: method.optional(),
  expiresBefore: timeIn.optional().openapi({
    description: 'Keys that expire before this time. Keys without an expiration don’t match.',
  }),
  q: search.optional().openapi({
    description: 'Part of the name, the start of a key ID, or the last characters of the token.',
  }),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

export const endedKeysQuery = strict({ customer: customerId.optional() });

const successorId = 'acme_live_a1_FEDCBA987654321019gWaf';
const exampleKey = {
  id: 'acme_live_7f_0123456789ABCDEF2Wwy7M',
  workspace: 'acme_live',
  customer: 'cus_4711',
  name: 'CI',
  ending: 'x7Qf2w',
  method: 'signed',
  clientAuthentication: null,
  scopes: ['orders:read'],
  claims: {},
  metadata: {},
  state: 'active',
  createdAt: '2030-01-01T00:00:00Z',
  imported: false,
  createdBy: 'lostwax_03_0123456789ABCDEF0Wco8n',
  createdIn: null,
  disabledBy: null,
  expiresAt: null,
  originalExpiresAt: null,
  revokedAt: null,
  revocationReason: null,
  replaces: null,
  replacedBy: null,
  lastUsedAt: null,
  usageTracking: 'none' as const,
  usageKnown: null,
  propagation: { effect: 'accepted' as const, seen: 2, of: 3, since: null, latest: '2030-01-01T00:00:15Z' },
};

export const usageTracking = z.enum(['full', 'partial', 'none']).openapi({
  description:
    'Whether all usage is reported. It is `full` only if all readers are gates and `allReadersRegistered` is set on the workspace. Otherwise, a null `lastUsedAt` doesn’t mean that the key is unused.',
});

export const usageKnown = z.object({ since: timeOut, until: timeOut }).nullable().openapi({
  description:
    'The period for which all usage is known, including reporting delay. A key without reported usage in this period was not used in it. Null unless `usageTracking` is `full` and every gate has reported since the authority started.',
});

const propagation = z
  .object({
    effect: z
      .enum(['accepted', 'refused'])
      .openapi({ description: 'What a reader does with the key once it has applied the last change.' }),
    seen: z.int().openapi({
      description: 'Number of registered readers that have fetched (gateways) or applied (gates) the change.',
    }),
    of: z.int().openapi({ description: 'Number of registered readers.' }),
    since: timeOut.nullable().openapi({
      description:
        'When the last gate applied the change. Null until all gates have, and whenever a gateway is registered.',
    }),
    latest: timeOut.nullable().openapi({
      description:
        'Estimated time by which every gateway will have refreshed. Null if no gateway is registered.',
    }),
  })
  .openapi('Propagation', {
    description: 'How far the last change to this key has reached the registered readers.',
  });

export const key = z
  .object({
    id: keyIdText,
    workspace: slug,
    customer: z
      .string()
      .nullable()
      .openapi({ description: 'The customer ID. Null after the customer is erased.' }),
    name: z.string().nullable(),
    ending: z.string().openapi({
      description: 'The last six characters of the token, or of a certificate’s SHA-256 fingerprint.',
    }),
    method,
    clientAuthentication: z
      .enum(['client_secret', 'private_key_jwt', 'self_signed_tls_client_auth'])
      .nullable()
      .openapi({
        description:
          'How an OAuth client authenticates at the token endpoint: with a secret, its own key pair, or its own certificate (mutual TLS). Null for keys of other methods.',
      }),
    scopes: z.array(z.string()),
    claims: claims,
    metadata: metadata,
    state: keyState,
    createdAt: timeOut.openapi({ description: 'When the key was created, or imported.' }),
    imported: z.boolean().openapi({
      description: 'Whether the key comes from another system. When that system created it isn’t known.',
    }),
    createdBy: z.string().openapi({
      description:
        'Who is responsible for the key: the ID of an administrator key, `person:<id>`, or `system`. For keys created in the portal, this is whoever opened the portal session.',
    }),
    createdIn: z
      .string()
      .nullable()
      .openapi({ description: 'The portal session in which the key was created, or null.' }),
    disabledBy: z.enum(['producer', 'customer']).nullable().openapi({
      description:
        'Who disabled the key; null if it isn’t disabled. A portal session can’t enable a key that the producer disabled.',
    }),
    expiresAt: timeOut.nullable(),
    originalExpiresAt: timeOut.nullable().openapi({
      description:
        'The expiration before the rotation, for a key that is being replaced. Undoing the rotation restores it. Null if the key had none, or isn’t being replaced.',
    }),
    revokedAt: timeOut.nullable(),
    revocationReason: z.string().nullable(),
    replaces: z.string().nullable(),
    replacedBy: z.string().nullable(),
    lastUsedAt: timeOut.nullable().openapi({ description: 'The latest use reported by a gate.' }),
    usageTracking,
    usageKnown,
    propagation,
  })
  .openapi('Key', { description: 'A key record. It never contains the token.', example: exampleKey });

const exampleToken =
  'eyJraWQiOiJhY21lX2xpdmVfN2ZfMDEyMyIsImFsZyI6IkVTMjU2IiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2tl.x7Qf2w';
const token = z.string().nullable().openapi({
  description:
    'The key itself. It is returned only in this response. Null for a certificate and for an OAuth client with a public key or a certificate: the customer has the private key.',
});
const exampleIssued = { key: exampleKey, token: exampleToken };

export const issuedKey = z.object({ key, token }).openapi('IssuedKey', { example: exampleIssued });
export const rotatedKey = z.object({ key, token, replaces: key }).openapi('RotatedKey', {
  description: '`replaces` is the old key, which expires at the end of the overlap.',
  example: {
    key: { ...exampleKey, id: successorId, replaces: exampleKey.id },
    token: exampleToken,
    replaces: { ...exampleKey, expiresAt: '2030-01-02T00:00:00Z', replacedBy: successorId },
  },
});
export const issuedKeys = z
  .object({ items: z.array(z.union([issuedKey, z.object({ problem })])) })
  .openapi('IssuedKeys', {
    description: 'One outcome per item, in order.',
    example: { items: [exampleIssued, { problem: exampleProblem }] },
  });
export const keyPage = pageOf(key).openapi('KeyPage', { example: { items: [exampleKey], nextCursor: null } });
export const keyCount = z
  .object({
    count: z.int().openapi({ description: 'Up to 1,000.' }),
    more: z.boolean().openapi({ description: 'True when there are more than 1,000.' }),
  })
  .openapi('KeyCount', { example: { count: 3, more: false } });
export const bulkRevoked = z
  .object({
    count: z.int().openapi({ description: 'Number of keys revoked, or matched if `dryRun` is true.' }),
    keyIds: z.array(z.string()).openapi({ description: 'Up to 1,000 of their key IDs, newest first.' }),
    keys: z
      .array(key)
      .openapi({ description: 'With `dryRun`, the first 100 of them as records; otherwise empty.' }),
    dryRun: z.boolean(),
  })
  .openapi('BulkRevoked', {
    example: { count: 1, keyIds: [exampleKey.id], keys: [exampleKey], dryRun: true },
  });
