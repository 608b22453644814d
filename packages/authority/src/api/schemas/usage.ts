import { z } from '@hono/zod-openapi';
import { USAGE_DAYS } from '../../domain/forget.ts';
import { keyIdText, numberText, strict, text, timeIn, timeOut } from '../../web/schemas.ts';
import { usageKnown, usageTracking } from './keys.ts';

export const usage = strict({
  items: z.array(strict({ kid: keyIdText, at: timeIn, count: z.int().min(1).max(1_000_000_000) })).max(1_000),
  refused: z
    .array(
      strict({
        code: z.string().regex(/^[a-z_]{1,64}$/, 'must be the code of an answer'),
        count: z.int().min(1).max(1_000_000_000),
      }),
    )
    .max(50)
    .optional()
    .openapi({
      description: 'Requests that the gate refused since its previous report, by code. Requires `reader`.',
    }),
  reader: text(100).optional().openapi({
    description:
      'ID of the reporting gate. Send it with the last batch of each report, even an empty one: it marks all usage up to shortly before as known.',
  }),
})
  .refine(({ items, reader }) => items.length > 0 || reader !== undefined, {
    message: 'must have at least one item unless reader is set',
    path: ['items'],
  })
  .openapi('Usage', {
    description: '`at` is the time of the latest of the `count` uses.',
    example: {
      items: [{ kid: 'acme_live_7f_0123456789ABCDEF2Wwy7M', at: '2030-01-01T00:00:00Z', count: 12 }],
    },
  });

export const usageTaken = z
  .object({
    accepted: z.int(),
    unknown: z.int().openapi({ description: 'Items whose key doesn’t exist in the workspace.' }),
  })
  .openapi('UsageTaken', { example: { accepted: 1, unknown: 0 } });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export const usageQuery = strict({
  days: numberText(1, USAGE_DAYS)
    .optional()
    .openapi({ description: 'Number of days, including today. Defaults to 30.', example: 30 }),
  timeZone: z
    .string()
    .max(64, 'must have at most 64 characters')
    .refine(isTimeZone, 'must be the name of a time zone, such as Europe/Berlin')
    .optional()
    .openapi({
      description: 'IANA time zone that defines the days. Defaults to UTC. Usage is stored per UTC hour.',
      example: 'Europe/Berlin',
    }),
});

export const dayCount = z.object({ day: z.string().openapi({ format: 'date' }), count: z.int() });

export const keyUsage = z
  .object({
    usageTracking,
    usageKnown,
    days: z.array(dayCount),
    lastUsedAt: timeOut.nullable(),
  })
  .openapi('KeyUsage', {
    example: {
      usageTracking: 'full',
      usageKnown: { since: '2030-01-01T00:00:00Z', until: '2030-01-31T12:00:10Z' },
      days: [
        { day: '2030-01-30', count: 0 },
        { day: '2030-01-31', count: 12 },
      ],
      lastUsedAt: '2030-01-31T12:00:00Z',
    },
  });
