import { z } from '@hono/zod-openapi';
import { claims, name, scopes, strict, timeIn } from '../../web/schemas.ts';
import { certificateMembers } from './certificate.ts';
import { clientKeyMembers } from './client-key.ts';

/** Ninety days: an overlap is for switching over; a key that should live on needs none. */
const MOST_OVERLAP_SECONDS = 7_776_000;

export const rotation = strict({
  overlapSeconds: z.int().min(0).max(MOST_OVERLAP_SECONDS).optional().openapi({
    description: 'How long the old key keeps working, in seconds. Defaults to 86,400 (one day).',
  }),
  name: name.nullable().optional().openapi({ description: 'Null for none.' }),
  scopes: scopes.optional(),
  claims: claims.optional(),
  expiresAt: timeIn.nullable().optional().openapi({
    description:
      'If omitted, the new key gets the same lifetime as the old one. Null means no expiration, or the maximum lifetime of the workspace.',
  }),
  ...certificateMembers,
  ...clientKeyMembers,
}).openapi('Rotation', {
  description:
    'Omitted members are copied from the old key. More scopes, different claims or a longer lifetime also require `keys:create`.',
  example: { overlapSeconds: 3_600, scopes: ['orders:read'] },
});

export const rotationChange = strict({
  endsAt: timeIn
    .optional()
    .openapi({ description: 'When the old key expires. A time in the very recent past expires it now.' }),
  end: z
    .literal(true)
    .optional()
    .openapi({ description: 'Expires the old key now, by the authority’s clock.' }),
  cancel: z.literal(true).optional().openapi({
    description: 'Undoes the rotation: restores the old key’s expiration and revokes the new key.',
  }),
})
  .refine((change) => Object.keys(change).length === 1, 'must have exactly one of endsAt, end and cancel')
  .openapi('RotationChange', { minProperties: 1, maxProperties: 1, example: { cancel: true } });
