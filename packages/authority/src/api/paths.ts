import { AuthorityError } from '../errors.ts';

const PATH_BYTES = 2_048;
const TARGET_BYTES = 4_096;

/**
 * Paths whose last segment, a customer or a person, may contain any visible ASCII, and so
 * percent-encodings.
 */
const namingPath = /^\/v1\/(?:workspaces\/[^/]+\/customers|people)\/[^/]+$/;
const plainSegment = /^(?!\.{1,2}$)[A-Za-z0-9_.:~-]+$/;
/** Encoded dots are never needed, and some proxies read them as `..`. */
const encodedSegment = /^(?!\.{1,2}$)(?:[A-Za-z0-9_.~!$&'()*+,;=:@|-]|%(?!2[eE])[0-9A-Fa-f]{2})+$/;

/**
 * Rejects, before routing, paths that two programs may read differently: with `..`, `//`,
 * backslashes, or encoded dots and slashes. Another spelling must not bypass a proxy in front that
 * protects a path.
 *
 * @param target - The request target as sent.
 * @throws {@link AuthorityError} `invalid_request`.
 */
export function assertPlainTarget(target: string): void {
  const [path = ''] = target.split('?', 1);
  if (target.length > TARGET_BYTES || path.length > PATH_BYTES) {
    throw refused(
      `The URL is too long: the path can have ${PATH_BYTES} bytes, and with the query ${TARGET_BYTES}.`,
    );
  }
  // A trailing slash is a mistake that routing answers with 404.
  const [root, ...segments] = path.replace(/\/$/, '').split('/');
  const named = namingPath.test(path) ? segments.pop() : undefined;
  const plain = root === '' && path !== '' && segments.every((segment) => plainSegment.test(segment));
  if (plain && (named === undefined || isEncoded(named))) return;
  throw refused('The path is ambiguous. Remove "..", "//", backslashes, and encoded dots and slashes.');
}

function isEncoded(segment: string): boolean {
  if (!encodedSegment.test(segment)) return false;
  try {
    decodeURIComponent(segment);
    return true;
  } catch {
    return false;
  }
}

const refused = (message: string): AuthorityError => new AuthorityError('invalid_request', message);
