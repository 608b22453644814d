import { z } from '@hono/zod-openapi';
import { keyIdText, reason, strict, timeOut } from '../../web/schemas.ts';

/** A century. */
const LONGEST_SECONDS = 3_153_600_000;

const signingKeyId = 'acme_live_7f_0123456789ABCDEF2Wwy7M';

const signingKey = z.object({
  id: keyIdText.openapi({
    description: 'The `kid` in the header of the tokens that it signed, and in the key set.',
  }),
  algorithm: z.enum(['ES256', 'RS256', 'EdDSA']),
  state: z.enum(['current', 'retiring', 'removed']).openapi({
    description:
      '`current`: signs new keys. `retiring`: signs none, and its keys still work. `removed`: it left the key set, and its keys are revoked.',
  }),
  createdAt: timeOut,
  rotatedAt: timeOut.nullable(),
  retiresAt: timeOut.nullable().openapi({
    description: 'When it is removed at the latest. Null: once none of its keys is active any more.',
  }),
  removedAt: timeOut.nullable(),
  liveKeys: z.object({ count: z.int(), more: z.boolean() }).openapi({
    description: 'Keys that it signed and that are neither revoked nor expired; counted up to 1,000.',
  }),
});

const exampleKeys = {
  canSign: true,
  items: [
    {
      id: signingKeyId,
      algorithm: 'ES256' as const,
      state: 'current' as const,
      createdAt: '2030-01-01T00:00:00Z',
      rotatedAt: null,
      retiresAt: null,
      removedAt: null,
      liveKeys: { count: 12, more: false },
    },
  ],
};

const members = {
  canSign: z.boolean().openapi({
    description:
      'Whether the authority was started with a secret key. Without one, it can’t create keys of this method.',
  }),
  items: z.array(signingKey).openapi({ description: 'Newest first, at most 50.' }),
};

export const signingKeys = z.object(members).openapi('SigningKeys', { example: exampleKeys });

export const signingKeyRevoked = z
  .object({ ...members, revokedKeys: z.int().openapi({ description: 'Keys that were revoked with it.' }) })
  .openapi('SigningKeyRevoked', { example: { ...exampleKeys, revokedKeys: 12 } });

export const signingKeyRotation = strict({
  retireAfterSeconds: z.int().min(0).max(LONGEST_SECONDS).optional().openapi({
    description:
      'Remove the old signing key after so many seconds, and revoke the keys that it signed. If omitted, it stays until none of them is active.',
  }),
}).openapi('SigningKeyRotation', { example: { retireAfterSeconds: 2_592_000 } });

export const signingKeyRevocation = strict({
  kid: z.string().min(1).max(64).openapi({ description: 'ID of the signing key.', example: signingKeyId }),
  reason: reason.nullable().optional(),
}).openapi('SigningKeyRevocation', { example: { kid: signingKeyId, reason: 'database backup stolen' } });
