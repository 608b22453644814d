import { z } from '@hono/zod-openapi';
import { examplePosition, position, strict, text, timeOut } from '../../web/schemas.ts';

const kind = z.enum(['gateway', 'gate']).openapi({
  description:
    'A gateway only fetches the key set. A gate reports what it has applied and the usage it counted.',
});
const refreshSeconds = z
  .int()
  .min(1)
  .max(86_400)
  .openapi({ description: 'How often the reader refreshes, in seconds.' });

export const newReader = strict({ name: text(100), kind, refreshSeconds }).openapi('NewReader', {
  example: { name: 'edge eu-1', kind: 'gateway', refreshSeconds: 15 },
});

export const readerPatch = strict({
  name: text(100).optional(),
  refreshSeconds: refreshSeconds.optional(),
})
  .refine((patch) => Object.keys(patch).length > 0, 'must change something: name or refreshSeconds')
  .openapi('ReaderPatch', { minProperties: 1, example: { name: 'edge eu-2' } });

const exampleReader = {
  id: 'rdr_0123456789abcdefghijkLMN',
  name: 'edge eu-1',
  kind: 'gateway',
  refreshSeconds: 15,
  createdAt: '2030-01-01T00:00:00Z',
  lastSeenAt: '2030-01-01T00:00:10Z',
  position: examplePosition,
};

export const reader = z
  .object({
    id: z.string().openapi({
      description: 'Treat it as a secret: anyone who knows it can report as this reader. Sent as `?reader=`.',
    }),
    name: z.string(),
    kind,
    refreshSeconds,
    createdAt: timeOut,
    lastSeenAt: timeOut
      .nullable()
      .openapi({ description: 'Null until the reader contacts the authority after a restart.' }),
    position: position
      .nullable()
      .openapi({ description: 'Position of the key set that it last fetched or applied.' }),
  })
  .openapi('Reader', { example: exampleReader });

export const readers = z
  .object({ items: z.array(reader) })
  .openapi('Readers', { example: { items: [exampleReader] } });
