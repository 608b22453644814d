/** A name with a hash of what the file holds: what it names never changes. */
const hashed = /-[\w-]{8}\.\w+$/;

/** All that the pages need: nothing inline, nothing from elsewhere. `data:` images are empty icons. */
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

/** What a page may use of the machine: nothing but to put a new key on the clipboard. */
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
 * Headers of a page. It is not cached and sends no referrer, because its address can contain the code of a link.
 *
 * @param frameAncestors - Origins that may show the page in a frame; others could lay it under a page of their own.
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
    // For what does not read the policy above; it knows no list.
    ...(frameAncestors.length === 0 && { 'x-frame-options': 'DENY' }),
  };
}

/**
 * Headers of an asset. One with a hash in its name is kept for a year. One without, the element that producers write into their own pages,
 * is asked for again after five minutes, and any page may load it.
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
