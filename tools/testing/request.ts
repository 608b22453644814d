import { request } from 'node:http';

/** One header line, sent as it is. */
export type HeaderLine = readonly [name: string, value: string];

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** A request, GET unless said, without a body, on a connection of its own, with header lines that `fetch` would refuse, join or rename, and the path as it is written. */
export function ask(url: string, lines: readonly HeaderLine[] = [], method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const outgoing = request(
      target,
      {
        agent: false,
        method,
        // A URL would resolve `/../` before it is sent.
        path: url.slice(target.origin.length) || '/',
        headers: ['Host', target.host, ...lines.flat()],
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

/** The header line that carries a key. */
export function bearer(token: string): HeaderLine {
  return ['Authorization', `Bearer ${token}`];
}
