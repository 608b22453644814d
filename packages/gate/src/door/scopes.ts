import { isScope } from '@lostwax/core';
import type { CheckOptions } from '@lostwax/verifier';

/** The check that an address requests, and the client's path if the gateway appended it. */
export type Asked =
  | { readonly options: CheckOptions; readonly target: string | undefined }
  | 'scopes_unreadable'
  | 'not_found';

const none: CheckOptions = Object.freeze({});
const nothingAsked: Asked = Object.freeze({ options: none, target: undefined });
const PREFIX = '/verify';
const MOST_KEPT = 1_024;
const kept = new Map<string, CheckOptions>();
const pathStart = '/verify-scope/';

/**
 * Reads which scopes the gateway requires. They may only come from its configuration, never from the client's
 * path: Envoy appends the client's path and query to `/verify`, so nothing below it requests scopes, and only
 * the query of exactly `/verify` does.
 *
 * @param target - The request target as received.
 */
export function readAsked(target: string): Asked {
  if (target === PREFIX) return nothingAsked;
  if (target.startsWith(`${PREFIX}/`)) return { options: none, target: target.slice(PREFIX.length) };
  if (target.startsWith(`${PREFIX}?`)) return fromQuery(target.slice(PREFIX.length + 1));
  if (target.startsWith(pathStart)) {
    const end = target.indexOf('/', pathStart.length);
    const query = target.indexOf('?');
    // Without a slash after them, the scopes could continue in the client's part.
    if (end < 0 || (query >= 0 && query < end)) return 'scopes_unreadable';
    return asking(scopesIn(target.slice(pathStart.length, end)), target.slice(end));
  }
  return 'not_found';
}

/**
 * Parses a list of scopes such as `orders:read+orders:write`, percent-encoded if needed.
 *
 * @returns `scopes_unreadable` if the list is empty or a scope is invalid.
 */
export function scopesIn(list: string): CheckOptions | 'scopes_unreadable' {
  const known = kept.get(list);
  if (known !== undefined) return known;
  const scopes = list.split(/\+|%20/).map(decoded);
  if (!scopes.every(isScope)) return 'scopes_unreadable';
  const options = Object.freeze({ scopes: Object.freeze([...new Set(scopes)]) });
  // A gateway uses a few lists. A client that sends thousands must not fill the memory.
  if (kept.size < MOST_KEPT) kept.set(list, options);
  return options;
}

/**
 * The query must contain `scope`, once, and nothing else. Anything more may be a typo (`scopes=…`) or an
 * addition by the client, and ignoring it would require less than intended.
 */
function fromQuery(query: string): Asked {
  if (query === '') return nothingAsked;
  if (!query.startsWith('scope=') || query.includes('&')) return 'scopes_unreadable';
  return asking(scopesIn(query.slice('scope='.length)), undefined);
}

function asking(options: CheckOptions | 'scopes_unreadable', target: string | undefined): Asked {
  return options === 'scopes_unreadable' ? options : { options, target };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
