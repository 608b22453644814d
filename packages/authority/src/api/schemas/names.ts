import { z } from '@hono/zod-openapi';
import { actorText, customerId, keyIdText, strict } from '../../web/schemas.ts';

const MOST = 500;

const ids = <Id extends z.ZodType>(id: Id) =>
  z.array(id).max(MOST, `must have at most ${MOST} IDs`).optional();

export const namesWanted = strict({
  customers: ids(customerId),
  actors: ids(actorText).openapi({
    description: 'Administrator keys and people, as in `createdBy` of a key and `actor` of an audit entry.',
  }),
  keys: ids(keyIdText),
}).openapi('NamesWanted', {
  example: { customers: ['cus_4711'], actors: ['person:per_0123456789abcdef'] },
});

const named = z.object({ id: z.string(), name: z.string() });

export const names = z
  .object({
    customers: z.array(named),
    keys: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        customer: z
          .string()
          .nullable()
          .openapi({ description: 'The customer ID. Null after the customer is erased.' }),
        customerName: z.string().nullable(),
      }),
    ),
    actors: z.array(named).openapi({ description: 'For a person without a name, the login.' }),
  })
  .openapi('Names', {
    description: 'Current names. An ID that is unknown, or has no name, is left out.',
    example: {
      customers: [{ id: 'cus_4711', name: 'Initech' }],
      actors: [{ id: 'person:per_0123456789abcdef', name: 'Ada' }],
      keys: [],
    },
  });
