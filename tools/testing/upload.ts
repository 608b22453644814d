import { request } from 'node:http';
import type { HeaderLine } from './request.ts';

const PART_BYTES = 65_536;

/**
 * Sends the whole of a large body before reading the response, as simple clients do.
 *
 * @returns The status. Rejects if the connection broke before the response could be read.
 */
export function upload(url: string, bytes: number, lines: readonly HeaderLine[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(lines), 'content-length': bytes };
    const outgoing = request(url, { method: 'POST', headers, agent: false }, (answer) => {
      answer.on('end', () => resolve(answer.statusCode ?? 0)).resume();
    });
    outgoing.on('error', reject);
    const part = Buffer.alloc(PART_BYTES);
    let left = bytes;
    const more = (): void => {
      while (left > 0) {
        const size = Math.min(left, PART_BYTES);
        left -= size;
        if (!outgoing.write(part.subarray(0, size))) return void outgoing.once('drain', more);
      }
      outgoing.end();
    };
    more();
  });
}
