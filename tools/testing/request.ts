import { request } from 'node:http';

/** One header line, sent unchanged. */
export type HeaderLine = readonly [name: string, value: string];

const SILENCE_MS = 60_000;

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/**
 * Sends a request, GET by default, without a body on a new connection. Unlike with `fetch`, header lines are neither refused,
 * joined nor renamed, and the path is sent as written. Rejects after a minute without an answer.
 */
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
    outgoing.setTimeout(SILENCE_MS, () => {
      outgoing.destroy(new Error(`Nothing heard for ${SILENCE_MS / 1_000} s: ${method} ${url}`));
    });
    outgoing.end();
  });
}

/** The header line with a key. */
export function bearer(token: string): HeaderLine {
  return ['Authorization', `Bearer ${token}`];
}
