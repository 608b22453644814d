/** Requests over TLS with a client certificate, each on a connection of its own. */
import { request } from 'node:https';
import type { Answer, HeaderLine } from './request.ts';

export interface TlsRequest {
  readonly lines?: readonly HeaderLine[];
  /** PEM; none unless given. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
  /** What the server's certificate must come from, in PEM. */
  readonly ca: string;
}

export function askTls(url: string, { lines = [], client, ca }: TlsRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    const outgoing = request(
      url,
      {
        agent: false,
        ca,
        headers: ['Host', host, ...lines.flat()],
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
    outgoing.end();
  });
}
