/** Requests over TLS with a client certificate, each on a connection of its own to this machine. */
import { request } from 'node:https';
import type { Answer, HeaderLine } from './request.ts';

export interface TlsRequest {
  readonly lines?: readonly HeaderLine[];
  /** PEM; none unless given. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
  /** What the server's certificate must come from, in PEM. */
  readonly ca: string;
  /** GET by default. */
  readonly method?: string;
  readonly body?: string;
}

/** @param url - Its host only goes into TLS (SNI) and the `Host` header. */
export function askTls(
  url: string,
  { lines = [], client, ca, method = 'GET', body }: TlsRequest,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host, hostname, port, pathname, search } = new URL(url);
    const length = body === undefined ? [] : ['Content-Length', `${Buffer.byteLength(body)}`];
    const outgoing = request(
      {
        ...{ host: '127.0.0.1', port, servername: hostname, path: pathname + search },
        agent: false,
        ...{ ca, method },
        headers: ['Host', host, ...length, ...lines.flat()],
        ...(client && { cert: client.certificate, key: client.key }),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
