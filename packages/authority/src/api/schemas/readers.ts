import { z } from '@hono/zod-openapi';
import { examplePosition, position, strict, text, timeOut } from '../../web/schemas.ts';

const kind = z.enum(['gateway', 'gate']).openapi({
  description: 'A gateway only fetches the key set; a gate says what it has applied and reports uses.',
});
const refreshSeconds = z
  .int()
  .min(1)
  .max(86_400)
  .openapi({ description: 'How often it fetches the key set, in seconds.' });

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
      description: 'Unguessable: whoever knows it can speak for the reader. Goes into `?reader=`.',
    }),
    name: z.string(),
    kind,
    refreshSeconds,
    createdAt: timeOut,
    lastSeenAt: timeOut
      .nullable()
      .openapi({ description: 'Null until it has been heard of since the last start.' }),
    position: position
      .nullable()
      .openapi({ description: 'The last position of the whole set that it fetched or applied.' }),
  })
  .openapi('Reader', { example: exampleReader });

export const readers = z
  .object({ items: z.array(reader) })
  .openapi('Readers', { example: { items: [exampleReader] } });
