import { z } from '@hono/zod-openapi';
import {
  ceiling,
  cursor,
  customerId,
  limit,
  name,
  pageOf,
  search,
  strict,
  timeOut,
} from '../../web/schemas.ts';

const customerState = z.enum(['active', 'suspended']);

export const maxKeys = z.int().min(0).max(1_000_000_000);

export const customerPatch = strict({
  name: name.nullable().optional(),
  state: customerState
    .optional()
    .openapi({ description: '`suspended` refuses all of the customer’s keys and blocks new ones.' }),
  maxKeys: maxKeys.nullable().optional().openapi({ description: 'Null uses the workspace’s limit.' }),
  scopes: ceiling
    .optional()
    .openapi({ description: 'Scopes that new keys can have. Null uses the workspace’s scopes.' }),
})
  .refine((patch) => Object.keys(patch).length > 0, 'must change something: name, state, maxKeys or scopes')
  .openapi('CustomerPatch', { minProperties: 1, example: { state: 'suspended' } });

export const customerQuery = strict({
  q: search.optional().openapi({ description: 'Part of the ID or the name.' }),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

const exampleCustomer = {
  id: 'cus_4711',
  name: 'Initech',
  state: 'active',
  maxKeys: 20,
  scopes: null,
  createdAt: '2030-01-01T00:00:00Z',
  liveKeys: 3,
};

export const customer = z
  .object({
    id: customerId,
    name: z.string().nullable(),
    state: customerState,
    maxKeys: z.int().nullable(),
    scopes: z.array(z.string()).nullable(),
    createdAt: timeOut,
    liveKeys: z.int().openapi({
      description:
        'Keys that count against `maxKeys`: active or disabled, not counting successors during an overlap.',
    }),
  })
  .openapi('Customer', { example: exampleCustomer });

export const customerPage = pageOf(customer).openapi('CustomerPage', {
  example: { items: [exampleCustomer], nextCursor: null },
});
