/** A name with a hash of the content, which therefore never changes. */
const hashed = /-[\w-]{8}\.\w+$/;

/**
 * Everything that the pages need: nothing inline, nothing from elsewhere. `data:` images are empty
 * icons.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** Browser features that a page may use: only writing a new key to the clipboard. */
const permissions = [
  'camera=()',
  'clipboard-read=()',
  'clipboard-write=(self)',
  'display-capture=()',
  'geolocation=()',
  'microphone=()',
  'payment=()',
  'usb=()',
].join(', ');

/**
 * Returns the headers of a page. It isn't cached and sends no referrer, because its URL can contain
 * the code of a link.
 *
 * @param frameAncestors - Origins that may show the page in a frame; others could use it for
 * clickjacking.
 */
export function pageHeaders(frameAncestors: readonly string[]): Record<string, string> {
  const ancestors = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ');
  return {
    'cache-control': 'no-store',
    'content-security-policy': `${policy}; frame-ancestors ${ancestors}`,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // For browsers that don't support the policy above; it has no list.
    ...(frameAncestors.length === 0 && { 'x-frame-options': 'DENY' }),
  };
}

/**
 * Returns the headers of an asset. One with a hash in its name is cached for a year. The one
 * without, the element that producers embed in their pages, is revalidated after five minutes, and
 * any page may load it.
 */
export function assetHeaders(name: string): Record<string, string> {
  const common = { 'x-content-type-options': 'nosniff' };
  if (hashed.test(name)) {
    return {
      ...common,
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
    };
  }
  return {
    ...common,
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=300',
    'cross-origin-resource-policy': 'cross-origin',
  };
}
