import type { z } from '@hono/zod-openapi';
import { AuthorityError } from '../errors.ts';
import { invalid } from './problems.ts';

/** Parses a query strictly: no unknown or repeated parameters. */
export function readQuery<Q>(search: string, schema: z.ZodType<Q>): Q {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    // Two programs could each use a different one.
    if (name in query)
      throw new AuthorityError(
        'invalid_request',
        'A query parameter appears twice. Send each one only once.',
      );
    query[name] = value;
  }
  const result = schema.safeParse({ ...query });
  if (!result.success) throw invalid(result.error, 'query');
  return result.data;
}
