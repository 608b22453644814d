import { z } from '@hono/zod-openapi';
import { exampleProblem, problem } from '../../web/problem-schema.ts';
import {
  claims,
  cursor,
  customerId,
  keyIdText,
  limit,
  metadata,
  name,
  pageOf,
  scopes,
  strict,
  timeIn,
  timeOut,
} from '../../web/schemas.ts';
import { keyState, method } from './keys.ts';

/** 32 bytes in base64url: the last character holds four bits, so the two below it are zero. */
const pinText = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

const pin = z
  .string()
  .regex(pinText, 'must be a SHA-256 hash: 32 bytes in base64url without padding')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64url')))
  .openapi({
    type: 'string',
    description: 'SHA-256 of the whole key as customers send it: 32 bytes in base64url without padding.',
    example: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
  });

export const pinsAsked = strict({ pins: z.array(pin).min(1).max(100) }).openapi('PinsAsked', {
  example: { pins: ['n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'] },
});

export const pinsKnown = z
  .object({ known: z.array(z.boolean()) })
  .openapi('PinsKnown', { description: 'One answer per pin, in order.', example: { known: [false] } });

export const exportQuery = strict({ limit: limit.optional(), cursor: cursor.optional() });

const exportedKey = z
  .object({
    id: keyIdText,
    pin: z.string().nullable().openapi({
      description:
        'SHA-256 of the whole key, in base64url. Null for keys of other methods than `opaque`, which can’t be imported elsewhere.',
    }),
    customer: z.string().nullable(),
    name: z.string().nullable(),
    ending: z.string(),
    method,
    scopes: z.array(z.string()),
    claims,
    metadata,
    state: keyState,
    disabled: z.boolean(),
    createdAt: timeOut,
    expiresAt: timeOut.nullable(),
    revokedAt: timeOut.nullable(),
  })
  .openapi('ExportedKey');

export const exportPage = pageOf(exportedKey).openapi('ExportPage', {
  example: {
    items: [
      {
        id: 'acme_live_7f_0123456789ABCDEF2Wwy7M',
        pin: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
        customer: 'cus_4711',
        name: 'CI',
        ending: 'x7Qf2w',
        method: 'opaque',
        scopes: ['orders:read'],
        claims: {},
        metadata: {},
        state: 'active',
        disabled: false,
        createdAt: '2030-01-01T00:00:00Z',
        expiresAt: null,
        revokedAt: null,
      },
    ],
    nextCursor: null,
  },
});

const foreignKey = strict({
  pin,
  customer: customerId,
  name: name.nullable().optional(),
  scopes: scopes.optional().openapi({ description: 'Defaults to none.' }),
  claims: claims.optional(),
  metadata: metadata.optional(),
  expiresAt: timeIn.nullable().optional(),
  ending: z
    .string()
    .regex(/^[\x21-\x7e]{1,6}$/, 'must be 1 to 6 visible ASCII characters')
    .optional()
    .openapi({
      description:
        'The last characters of the key, so that people can recognize it. If omitted, those of the hash in hexadecimal.',
    }),
  disabled: z.boolean().optional().openapi({ description: 'If true, the key is imported as disabled.' }),
}).openapi('ForeignKey', {
  description: 'A key from another system, by its hash. The key itself is never sent.',
  example: {
    pin: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    customer: 'cus_4711',
    scopes: ['orders:read'],
  },
});

export const keyImport = strict({
  items: z.array(foreignKey).min(1).max(1_000),
  dryRun: z.boolean().optional().openapi({
    description: 'If true, reports what would happen and changes nothing.',
  }),
}).openapi('KeyImport', {
  example: { items: [{ pin: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg', customer: 'cus_4711' }] },
});

const importedKey = z
  .object({
    keyId: z.string().nullable().openapi({
      description: 'The ID of the key. Null in a dry run for a key that doesn’t exist yet.',
    }),
    created: z.boolean().openapi({
      description: 'False if the customer already has this key, which was left unchanged.',
    }),
  })
  .openapi('ImportedKey', { example: { keyId: 'acme_live_7f_0123456789ABCDEF2Wwy7M', created: true } });

export const keysImported = z
  .object({ items: z.array(z.union([importedKey, z.object({ problem })])) })
  .openapi('KeysImported', {
    description: 'One outcome per item, in order.',
    example: {
      items: [{ keyId: 'acme_live_7f_0123456789ABCDEF2Wwy7M', created: true }, { problem: exampleProblem }],
    },
  });
