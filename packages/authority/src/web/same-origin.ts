import type { IncomingMessage } from 'node:http';
import { AuthorityError } from '../errors.ts';

/**
 * Checks that a request with a cookie comes from the authority's own pages: browsers add the cookie
 * automatically, so otherwise a page of another site could act as the signed-in person. `Origin`
 * must be ours if sent, and must be sent with requests that change anything; `Sec-Fetch-Site`,
 * which pages can't forge, must be `same-origin` if sent, or with a GET `none`: typed by the
 * person.
 *
 * @throws {@link AuthorityError} `cross_site_request`.
 */
export function assertSameOrigin(request: IncomingMessage, own: string): void {
  const safe = request.method === 'GET' || request.method === 'HEAD';
  const { origin } = request.headers;
  if (origin === undefined && !safe) throw crossSite(own, 'does not name its origin');
  assertNotCrossSite(request, own);
}

/**
 * The same for a request without a cookie that may set one: programs send neither header and are
 * allowed.
 *
 * @throws {@link AuthorityError} `cross_site_request`.
 */
export function assertNotCrossSite(request: IncomingMessage, own: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (origin !== undefined && origin !== own) throw crossSite(own, 'comes from another site');
  if (site === undefined || site === 'same-origin' || (safe && site === 'none')) return;
  throw crossSite(own, 'comes from another site');
}

function crossSite(own: string, what: string): AuthorityError {
  return new AuthorityError(
    'cross_site_request',
    `The request ${what}, so it was refused. Open the page at ${own} and try again there.`,
  );
}
