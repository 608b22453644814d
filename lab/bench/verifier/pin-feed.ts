/**
 * A feed of very many keys, in a process of its own: its snapshot is made as it is sent, since a hundred million keys in an
 * authority's database would take 70 GB. It never changes.
 */
import { createHash, hash as hashOf, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { snapshotStart } from '../../../packages/verifier/src/follower/snapshot-header.ts';
import { obey } from '../measurer.ts';
import { askedAmong, credentialOf } from './credentials.ts';

/** What the process is made with: the number of keys. It answers any order with its issuer. */
export interface PinFeedSetUp {
  readonly keys: number;
}

const PIN_BYTES = 16;
const PINS_A_CHUNK = 16_384;

/** Most pins are random bytes, as SHA-256 makes them; those of the credentials that will be asked stand evenly between. */
async function sendSnapshot(response: ServerResponse, issuer: string, keys: number): Promise<void> {
  const bytes = keys * PIN_BYTES;
  const start = snapshotStart({ issuer, feed: 'public', epoch: 1, seq: keys, count: keys, bytes });
  const stride = keys / askedAmong(keys);
  const hash = createHash('sha256');
  const send = async (chunk: Buffer): Promise<void> => {
    if (!response.write(chunk)) await once(response, 'drain');
  };
  response.writeHead(200, {
    'content-type': 'application/vnd.lostwax.snapshot',
    'content-length': start.length + bytes + 32,
    etag: `"1.${keys}"`,
  });
  hash.update(start);
  await send(start);
  for (let first = 0; first < keys; first += PINS_A_CHUNK) {
    const chunk = randomFillSync(Buffer.allocUnsafe(Math.min(PINS_A_CHUNK, keys - first) * PIN_BYTES));
    for (let at = 0; at < chunk.length; at += PIN_BYTES) {
      const number = (first + at / PIN_BYTES) / stride;
      if (Number.isInteger(number))
        hashOf('sha256', credentialOf(number), 'buffer').copy(chunk, at, 0, PIN_BYTES);
    }
    hash.update(chunk);
    await send(chunk);
  }
  response.end(hash.digest());
}

await obey<PinFeedSetUp, unknown, string>(async ({ keys }) => {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/bench/feed/snapshot')) {
      // A reader that goes away takes its answer with it.
      sendSnapshot(response, issuer, keys).catch(() => response.destroy());
    } else if (path.startsWith('/bench/feed/head')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ position: `1.${keys}`, issuer }));
    } else {
      response.setHeader('content-type', 'text/event-stream');
      const beat = setInterval(() => response.write(': \n\n'), 1_000);
      response.on('close', () => clearInterval(beat));
      response.write(': \n\n');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bench`;
  return () => issuer;
});
