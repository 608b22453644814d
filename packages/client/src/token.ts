import type { IssuedKey } from './api.ts';

/**
 * The text of a new key, for callers that know its method has one. A certificate has none: the customer made it.
 *
 * @throws Error if the key has no text.
 * @example const text = tokenOf(await unwrap(client.POST('/v1/workspaces/{workspace}/keys', { … })));
 */
export function tokenOf({ key, token }: Pick<IssuedKey, 'key' | 'token'>): string {
  if (token !== null) return token;
  throw new Error(`The key ${key.id} has the method "${key.method}", so it has no text.`);
}
