import type { Tracing } from './tracing.ts';

/**
 * `fetch`, as a span of the request that it is done for, whose `traceparent` it sends.
 *
 * @param tracing - Just `fetch` without it.
 * @param parent - As in {@link Tracing.begin}.
 */
export async function tracedFetch(
  tracing: Tracing | undefined,
  url: string | URL,
  init: RequestInit = {},
  parent?: string,
): Promise<Response> {
  const { method = 'GET' } = init;
  const { hostname, port } = new URL(url);
  const span = tracing?.begin(method, {
    kind: 'client',
    // The host alone: an address may hold a credential.
    attributes: {
      'http.request.method': method,
      'server.address': hostname,
      ...(port !== '' && { 'server.port': Number(port) }),
    },
    parent,
  });
  if (span === undefined) return fetch(url, init);
  const headers = new Headers(init.headers);
  headers.set('traceparent', span.traceParent);
  try {
    const response = await fetch(url, { ...init, headers });
    span.set({ 'http.response.status_code': response.status });
    span.end(response.status >= 400 ? `${response.status}` : undefined);
    return response;
  } catch (error) {
    span.end(error instanceof Error ? error.name : 'Error');
    throw error;
  }
}
