/**
 * Beginnings of names, in lower case with hyphens, that APIs take for the word of a proxy before them. From a client each is a claim that nobody
 * has checked. X-Forwarded-User, -Email, -Groups, -Prefix, -Uri, -Ssl and -Client-Cert are among the first.
 */
const beginnings = [
  // How the request came (RFC 7239 and its forerunners), and the address before it was rewritten, by which Symfony and IIS route.
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

/** What proxies write anew and never pass on as a client sent it, so that it can be believed of a trusted one. */
const believable = new Set([
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'],
  'x-real-ip',
]);

/** @param plain - In lower case, with a hyphen for whatever is no letter or digit. */
export function isProxys(plain: string): boolean {
  return wholes.has(plain) || beginnings.some((beginning) => plain.startsWith(beginning));
}

/** Whether a proxy that the producer trusts may say it. */
export function isBelievable(name: string): boolean {
  return believable.has(name);
}
