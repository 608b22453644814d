import { SLUG_PATTERN } from '@lostwax/core';

/** The document of a workspace that a path names. */
export type Target =
  | { readonly slug: string; readonly kind: 'set' | 'metadata' }
  | { readonly slug: string; readonly kind: 'shard'; readonly shard: number }
  | { readonly slug: string; readonly kind: 'key'; readonly kid: string };

const paths = new RegExp(
  `^/(?<slug>${SLUG_PATTERN})/\\.well-known/(?:jwks(?:/(?<shard>[0-9a-f]{2})|/key/(?<kid>[A-Za-z0-9_]{1,64}))?\\.json|(?<oidc>openid-configuration))$`,
);
/** RFC 8414 §3.1 puts the well-known part before the issuer's path. */
const oauthPath = new RegExp(`^/\\.well-known/oauth-authorization-server/(${SLUG_PATTERN})$`);

/**
 * Parses a request's target. Each document has exactly one spelling: nothing is decoded, and extra
 * slashes aren't accepted.
 *
 * @returns Undefined unless the path is that of a published document. A query is allowed and
 * ignored.
 */
export function parseTarget(url: string): Target | undefined {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  const parts = paths.exec(path)?.groups;
  if (parts?.['slug'] === undefined) {
    const of = oauthPath.exec(path)?.[1];
    return of === undefined ? undefined : { slug: of, kind: 'metadata' };
  }
  const { slug, shard, kid, oidc } = parts;
  if (shard !== undefined) return { slug, kind: 'shard', shard: Number.parseInt(shard, 16) };
  if (kid !== undefined) return { slug, kind: 'key', kid };
  return { slug, kind: oidc === undefined ? 'set' : 'metadata' };
}
