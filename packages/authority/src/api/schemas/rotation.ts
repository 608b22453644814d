import { z } from '@hono/zod-openapi';
import { claims, name, scopes, strict, timeIn } from '../../web/schemas.ts';

/** Ninety days: an overlap is for changing over, and a key that should live on needs none. */
const MOST_OVERLAP_SECONDS = 7_776_000;

export const rotation = strict({
  overlapSeconds: z
    .int()
    .min(0)
    .max(MOST_OVERLAP_SECONDS)
    .optional()
    .openapi({ description: 'Seconds that the old key lives on. A day (86,400) unless given.' }),
  name: name.nullable().optional().openapi({ description: 'Null: none.' }),
  scopes: scopes.optional(),
  claims: claims.optional(),
  expiresAt: timeIn.nullable().optional().openapi({
    description:
      'Left out: the same length of life as the old key had. Null: none, or the longest that the workspace allows.',
  }),
}).openapi('Rotation', {
  description:
    'What is left out is as the old key has it. More scopes, other claims or a longer life than the old key had need `keys:create` as well.',
  example: { overlapSeconds: 3_600, scopes: ['orders:read'] },
});

export const rotationChange = strict({
  endsAt: timeIn.optional().openapi({ description: 'When the old key ends. A time just past ends it now.' }),
  end: z
    .literal(true)
    .optional()
    .openapi({ description: 'Ends the old key now, by the clock of the authority.' }),
  cancel: z
    .literal(true)
    .optional()
    .openapi({ description: 'Gives the old key its former expiry back and revokes the successor.' }),
})
  .refine((change) => Object.keys(change).length === 1, 'must hold one of endsAt, end and cancel')
  .openapi('RotationChange', { minProperties: 1, maxProperties: 1, example: { cancel: true } });
