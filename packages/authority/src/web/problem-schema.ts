import { z } from '@hono/zod-openapi';
import { type ErrorCode, errorTable } from '../errors.ts';

export const exampleProblem = {
  type: 'urn:lostwax:problem:customer_suspended',
  title: 'The customer is suspended',
  status: 409,
  code: 'customer_suspended',
  detail:
    'The customer "cus_4712" is suspended, so no key is made for it. Lift the suspension first (PATCH the customer, state active).',
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
      .openapi({ description: 'What happened, why, and what to do next. Never a token.' }),
    requestId: z.string().openapi({ description: 'Names this request in the log of the authority.' }),
    pointer: z
      .string()
      .optional()
      .openapi({ description: 'JSON pointer (RFC 6901) of the member that is wrong.' }),
    keyIds: z.array(z.string()).optional().openapi({ description: 'The key ids concerned.' }),
    scope: z.string().optional().openapi({
      description:
        "The scope that the caller's key lacks; several with spaces between, any of which would do.",
    }),
  })
  .openapi('Problem', { example: exampleProblem });
