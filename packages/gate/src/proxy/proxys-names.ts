/**
 * Prefixes, in lower case with hyphens, of header names that APIs trust because a proxy in front of them sets
 * them. Sent by a client, each is an unchecked claim. They include X-Forwarded-User, -Email, -Groups,
 * -Prefix, -Uri, -Ssl and -Client-Cert.
 */
const beginnings = [
  // How the request arrived (RFC 7239 and its predecessors), and the URL before it was rewritten, which
  // Symfony and IIS use for routing.
  ...['forwarded', 'x-forwarded', 'x-original-', 'x-rewrite-', 'x-envoy-original-'],
  // The client's certificate: RFC 9440, nginx, HAProxy, Apache, AWS.
  ...['client-cert', 'x-client-cert', 'ssl-client-', 'x-ssl-', 'x-amzn-mtls-'],
  // The user that a proxy has signed in: oauth2-proxy, AWS, Google, Tailscale.
  ...['x-auth-request-', 'x-amzn-oidc-', 'x-goog-authenticated-user-', 'tailscale-user-'],
];

/** Whole names of the same kinds. */
const wholes = new Set([
  // The client's address: nginx, Akamai, Cloudflare, Fastly, Google, Azure, Envoy, Rackspace.
  ...['x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'cf-connecting-ipv6'],
  ...['fastly-client-ip', 'x-appengine-user-ip', 'x-azure-clientip', 'x-azure-socketip'],
  ...['x-envoy-external-address', 'x-cluster-client-ip', 'x-remote-ip', 'x-remote-addr'],
  ...['x-host', 'x-http-host-override', 'x-scheme', 'x-url-scheme', 'front-end-https', 'x-arr-ssl'],
  ...['x-arr-clientcert', 'remote-user', 'x-remote-user', 'x-authenticated-user', 'x-webauth-user'],
]);

/**
 * Headers that proxies overwrite and never forward as a client sent them. From a trusted proxy they can be
 * believed.
 */
const believable = new Set([
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'],
  'x-real-ip',
]);

/** @param plain - In lower case, with all but letters and digits replaced by hyphens. */
export function isProxys(plain: string): boolean {
  return wholes.has(plain) || beginnings.some((beginning) => plain.startsWith(beginning));
}

/** Whether to believe this header from a proxy that the producer trusts. */
export function isBelievable(name: string): boolean {
  return believable.has(name);
}
