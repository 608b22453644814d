import { z } from '@hono/zod-openapi';
import { timeOut } from '../../web/schemas.ts';
import { usageTracking } from './keys.ts';
import { dayCount } from './usage.ts';

const step = (description: string) => z.boolean().openapi({ description });

export const overview = z
  .object({
    activeKeys: z.int().openapi({ description: 'Number of active keys.' }),
    expiringKeys: z
      .int()
      .openapi({ description: 'Active keys that expire within 30 days, counted up to 10,000.' }),
    usageTracking,
    days: z.array(dayCount).openapi({ description: 'Calls per day, oldest first.' }),
    callsBefore: z.int().openapi({ description: 'Calls in the preceding period of the same length.' }),
    gateways: z.object({
      registered: z.int(),
      reporting: z.int().openapi({
        description:
          'Readers seen within the last minute, or within three refresh intervals if that is longer.',
      }),
    }),
    refusals: z
      .object({ at: timeOut, items: z.array(z.object({ code: z.string(), count: z.int() })) })
      .nullable()
      .openapi({
        description: 'Refusals in the last report of a gate since the authority started, by code.',
      }),
    setup: z
      .object({
        permissions: step('Scopes are defined, or it is set that there are none.'),
        gateway: step('A registered gateway has been heard from.'),
        key: step('A key has been created.'),
        call: step('A gate has reported a call.'),
        portal: step('A backend has opened the portal.'),
        embed: step('A page is allowed to embed the portal.'),
      })
      .openapi({ description: 'Completed setup steps.' }),
  })
  .openapi('Overview', {
    example: {
      activeKeys: 12,
      expiringKeys: 1,
      usageTracking: 'full',
      days: [
        { day: '2030-01-30', count: 80 },
        { day: '2030-01-31', count: 92 },
      ],
      callsBefore: 150,
      gateways: { registered: 2, reporting: 2 },
      refusals: { at: '2030-01-31T12:00:00Z', items: [{ code: 'unauthenticated', count: 2 }] },
      setup: { permissions: true, gateway: true, key: true, call: true, portal: false, embed: false },
    },
  });
