/** The gate's own paths, by their beginnings. */
const routes: readonly (readonly [start: string, route: string])[] = [
  ['/verify-scope/', '/verify-scope/{scopes}'],
  ['/verify', '/verify'],
  ['/introspect', '/introspect'],
  ['/healthz', '/healthz'],
  ['/readyz', '/readyz'],
  ['/metrics', '/metrics'],
  ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource'],
];

/**
 * Returns the template of a request's path, for traces: gateways append the client's path, which may contain anything.
 */
export function routeOf(target: string): string | undefined {
  return routes.find(([start]) => target.startsWith(start))?.[1];
}
