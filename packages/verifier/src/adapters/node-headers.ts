import type { IncomingHttpHeaders } from 'node:http';

/** The key's header of a Node request. Sent twice, Node joins it, and no key has a comma. */
export function apiKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['x-api-key'];
  return Array.isArray(value) ? value.join(', ') : value;
}
