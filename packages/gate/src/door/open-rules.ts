/** Which requests are let through without a key. */
export interface OpenSettings {
  /** Lets CORS preflights through, since browsers send them without a key. */
  readonly preflight: boolean;
  /** Open paths, each including everything below it, in the form that {@link isOpenPath} accepts. */
  readonly openPaths: readonly string[];
}

/** What a gate knows about the client's request besides its key. */
export interface Seen {
  readonly method: string;
  /** The client's path and query as received; undefined if only the gateway knows it. */
  readonly target: string | undefined;
  /** One of the client's headers. */
  header(name: string): string | undefined;
  /** The header `DPoP`; undefined if there is none, or more than one. */
  proof(): string | undefined;
}

/** Why a request was let through without a key. The upstream receives it in `x-lostwax-open`. */
export type OpenReason = 'preflight' | 'path';

const segment = /^[A-Za-z0-9_~!$&'()*+,=:@.-]+$/;

/**
 * Whether this can be an open path: `/` and segments without escapes, semicolons or segments of dots only,
 * and no trailing slash.
 */
export function isOpenPath(path: string): boolean {
  return path.startsWith('/') && path.slice(1).split('/').every(isPlain);
}

/**
 * Called only for requests that were refused. A path is open if it is plainly one of those configured, or
 * below one. Anything that an upstream could interpret differently (an escape, `//`, `..`, `;`, a backslash)
 * needs a key: `/open/../orders` must not open `/orders`.
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
