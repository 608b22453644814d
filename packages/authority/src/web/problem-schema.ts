import { z } from '@hono/zod-openapi';
import { type ErrorCode, errorTable } from '../errors.ts';

export const exampleProblem = {
  type: 'urn:lostwax:problem:customer_suspended',
  title: 'Customer suspended',
  status: 409,
  code: 'customer_suspended',
  detail:
    'Customer "cus_4712" is suspended, so no key was created. Resume the customer first (PATCH the customer with state active).',
  requestId: 'pYdo0hRzjRjY2Ha7',
};

/** RFC 9457, with the members of {@link errorTable} and of `ErrorExtra`. */
export const problem = z
  .object({
    type: z.string().openapi({ description: '`urn:lostwax:problem:<code>`.' }),
    title: z.string(),
    status: z.int(),
    code: z
      .enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]])
      .openapi({ description: 'See spec/errors.md.' }),
    detail: z
      .string()
      .optional()
      .openapi({ description: 'What happened, why, and what to do next. Never contains a token.' }),
    requestId: z.string().openapi({ description: 'ID of this request in the authority’s log.' }),
    pointer: z.string().optional().openapi({ description: 'JSON pointer (RFC 6901) to the invalid member.' }),
    keyIds: z.array(z.string()).optional().openapi({ description: 'IDs of the keys concerned.' }),
    scope: z.string().optional().openapi({
      description:
        'The missing scope. If several are listed, separated by spaces, any one of them is enough.',
    }),
  })
  .openapi('Problem', { example: exampleProblem });
