import { keySetUrl } from '@lostwax/core';
import type { GatewayWorkspace } from '../gateway.ts';
import { type GivenOptions, textOf } from '../option.ts';

/** The end of a comment about limits. */
export function expectedKeys(given: GivenOptions): string {
  const keys = textOf(given, 'keys');
  return keys === undefined ? '' : `; ${keys} expected`;
}

/** @throws RangeError for an authority that AWS doesn't fetch a key set from. */
export function assertHttps(title: string, { issuer }: GatewayWorkspace): string {
  if (issuer.startsWith('https:')) return keySetUrl(issuer);
  throw new RangeError(`${title} fetches key sets over https only, and the issuer is ${issuer}.`);
}
