/** Which requests pass without a key. */
export interface OpenSettings {
  /** Lets CORS preflights through: browsers send no key with them. */
  readonly preflight: boolean;
  /** Paths that are open, each with all below it; as {@link isOpenPath} has them. */
  readonly openPaths: readonly string[];
}

/** What a gate knows of the client's request besides its key. */
export interface Seen {
  readonly method: string;
  /** The client's path with its query, as it came; undefined where only the gateway knows it. */
  readonly target: string | undefined;
  /** A header of the client's. */
  header(name: string): string | undefined;
}

/** Why a request passes without a key; the upstream is told so in `x-lostwax-open`. */
export type OpenReason = 'preflight' | 'path';

const segment = /^[A-Za-z0-9_~!$&'()*+,=:@.-]+$/;

/** Whether this can be an open path: `/` and segments without escapes, dots alone or semicolons, and no slash at the end. */
export function isOpenPath(path: string): boolean {
  return path.startsWith('/') && path.slice(1).split('/').every(isPlain);
}

/**
 * Asked only of requests that have been refused.
 *
 * A path is open when it is plainly one of those given, or below one. Whatever an upstream could read in another way (an escape, `//`, `..`, `;`, a
 * backslash) needs a key: `/open/../orders` must not open `/orders`.
 */
export function openTo({ preflight, openPaths }: OpenSettings, seen: Seen): OpenReason | undefined {
  const { method, target } = seen;
  const isPreflight =
    method === 'OPTIONS' &&
    seen.header('origin') !== undefined &&
    seen.header('access-control-request-method') !== undefined;
  if (preflight && isPreflight) return 'preflight';
  if (openPaths.length === 0 || target === undefined) return undefined;
  const [path = ''] = target.split('?', 1);
  const isBelow = (open: string): boolean => path === open || path.startsWith(`${open}/`);
  const isOpen = openPaths.some(isBelow) && path.replace(/\/$/, '').slice(1).split('/').every(isPlain);
  return isOpen ? 'path' : undefined;
}

function isPlain(part: string): boolean {
  return segment.test(part) && !/^\.+$/.test(part);
}
