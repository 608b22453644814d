import { type RouteConfig, z } from '@hono/zod-openapi';
import { type ErrorCode, errorTable } from '../errors.ts';
import { problem } from './problem-schema.ts';
import { customerId, keyIdText, slug } from './schemas.ts';

const errorCodes = Object.keys(errorTable) as ErrorCode[];

const shard = z
  .string()
  .regex(/^[0-9a-f]{2}$/)
  .openapi({ example: '7f' });

const reader = z.string().openapi({ example: 'rdr_0123456789abcdefghijkLMN' });

const session = z.string().openapi({ example: 'ses_0123456789abcdef' });

const parameters: Readonly<Record<string, z.ZodType>> = {
  workspace: slug,
  keyId: keyIdText,
  customer: customerId,
  reader,
  gateway: z.string().openapi({ example: 'envoy' }),
  session,
  shard,
};

/** `?reader=` of what is published. */
export const readerParameter = z.string().optional().openapi({
  description: 'ID of a registered reader. Used to track which changes it has applied.',
  example: 'rdr_0123456789abcdefghijkLMN',
});

/**
 * The schemas of the parameters in a path, such as `{workspace}`.
 *
 * @param more - Schemas of parameters that only some paths have.
 */
export function parametersOf(
  path: string,
  more: Readonly<Record<string, z.ZodType>> = {},
): Record<string, z.ZodType> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, more[name] ?? parameters[name] ?? z.string()]));
}

/** One response for each status: OpenAPI has no other place for several codes of one status. */
export function problemsOf(codes: readonly ErrorCode[]): RouteConfig['responses'] {
  // In the order of the table, so that the document does not depend on which operation uses a code
  // first.
  const sorted = errorCodes.filter((code) => codes.includes(code));
  const byStatus = Map.groupBy(sorted, (code) => errorTable[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      status,
      {
        description: all.map((code) => `\`${code}\`: ${errorTable[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: problem } },
        'x-lostwax-codes': all,
      },
    ]),
  );
}
