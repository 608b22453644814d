import type { CheckOptions } from '@lostwax/verifier';

/** Which check an address asks for. */
export type Asked = CheckOptions | 'scopes_unreadable' | 'not_found';

const none: CheckOptions = Object.freeze({});
const MOST_KEPT = 1_024;
const kept = new Map<string, CheckOptions>();
/** scope-token of RFC 6749 §3.3. */
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;
const pathStart = '/verify-scope/';

/**
 * Reads which scopes the gateway asks for. Only its own configuration may say so, and never the client's address: Envoy puts the
 * client's path and query behind `/verify`, so that nothing below it is read, and no query but that of exactly `/verify`.
 *
 * @param target - The request's target as it came.
 */
export function readAsked(target: string): Asked {
  if (target === '/verify' || target.startsWith('/verify/')) return none;
  if (target.startsWith('/verify?')) return fromQuery(target.slice('/verify?'.length));
  if (target.startsWith(pathStart)) {
    const end = target.indexOf('/', pathStart.length);
    const query = target.indexOf('?');
    // Without a slash behind them, the scopes could go on in what the client wrote.
    if (end < 0 || (query >= 0 && query < end)) return 'scopes_unreadable';
    return scopesIn(target.slice(pathStart.length, end));
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
  if (!scopes.every((scope) => scope !== undefined && scopeForm.test(scope))) return 'scopes_unreadable';
  const options = Object.freeze({ scopes: Object.freeze([...new Set(scopes as string[])]) });
  // A gateway asks for a few lists. Whoever sends thousands must not fill the memory.
  if (kept.size < MOST_KEPT) kept.set(list, options);
  return options;
}

/**
 * A query without `scope` is the client's, which some gateways put there, and says nothing. One with `scope` and more may be a mixture of
 * what the gateway asks for and what the client added: to guess would be to ask for less, so that it is refused.
 */
function fromQuery(query: string): Asked {
  const names = query.split('&').map((pair) => decoded(pair.split('=', 1)[0]?.replaceAll('+', ' ') ?? ''));
  if (names.length === 1 && query.startsWith('scope=')) return scopesIn(query.slice('scope='.length));
  return names.some((name) => name === undefined || name.trim().toLowerCase() === 'scope')
    ? 'scopes_unreadable'
    : none;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
