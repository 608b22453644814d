import { isScope } from '@lostwax/core';
import type { CheckOptions } from '@lostwax/verifier';

/** Which check an address asks for, and the client's path where the gateway has put it behind its own. */
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
 * Reads which scopes the gateway asks for. Only its own configuration may say so, and never the client's address: Envoy puts the
 * client's path and query behind `/verify`, so that nothing below it asks for scopes, and no query but that of exactly `/verify`.
 *
 * @param target - The request's target as it came.
 */
export function readAsked(target: string): Asked {
  if (target === PREFIX) return nothingAsked;
  if (target.startsWith(`${PREFIX}/`)) return { options: none, target: target.slice(PREFIX.length) };
  if (target.startsWith(`${PREFIX}?`)) return fromQuery(target.slice(PREFIX.length + 1));
  if (target.startsWith(pathStart)) {
    const end = target.indexOf('/', pathStart.length);
    const query = target.indexOf('?');
    // Without a slash behind them, the scopes could go on in what the client wrote.
    if (end < 0 || (query >= 0 && query < end)) return 'scopes_unreadable';
    return asking(scopesIn(target.slice(pathStart.length, end)), target.slice(end));
  }
  return 'not_found';
}

/**
 * The scopes of a list such as `orders:read+orders:write`, percent-encoded where needed.
 *
 * @returns `scopes_unreadable` for an empty list or one with what no scope may have.
 */
export function scopesIn(list: string): CheckOptions | 'scopes_unreadable' {
  const known = kept.get(list);
  if (known !== undefined) return known;
  const scopes = list.split(/\+|%20/).map(decoded);
  if (!scopes.every(isScope)) return 'scopes_unreadable';
  const options = Object.freeze({ scopes: Object.freeze([...new Set(scopes)]) });
  // A gateway asks for a few lists. Whoever sends thousands must not fill the memory.
  if (kept.size < MOST_KEPT) kept.set(list, options);
  return options;
}

/**
 * The query holds `scope`, once, and nothing else. Anything more may be a mistake for it (`scopes=…`), or what a client has added: to pass over
 * it would be to ask for less.
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
