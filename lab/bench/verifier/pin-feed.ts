/**
 * A feed of a very large number of keys, in its own process. It generates its snapshot while sending it, since a hundred million
 * keys in an authority's database would take 70 GB. It never changes.
 */
import { createHash, hash as hashOf, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CHECKSUM_BYTES,
  EMPTY_DIGEST,
  HALF_PIN_BYTES as PIN_BYTES,
  type Position,
  positionText,
  SetDigest,
  SNAPSHOT_TYPE,
  snapshotStart,
} from '@lostwax/contract';
import { obey } from '../measurer.ts';
import { answerStillFeed } from '../still-feed.ts';
import { askedAmong, credentialOf } from './credentials.ts';

/** The setup parameter of the process: the number of keys. It answers any order with its issuer. */
export interface PinFeedSetUp {
  readonly keys: number;
}

/** One extra pin gives the set a digest that is known in advance. */
function positionAt(keys: number): Position {
  return { lineage: '0123456789abcdef', epoch: 1, seq: keys + 1, digest: EMPTY_DIGEST };
}

const PINS_A_CHUNK = 16_384;

/** Most pins are random bytes, like SHA-256's output; those of the credentials to check are spread evenly among them. */
async function sendSnapshot(response: ServerResponse, issuer: string, keys: number): Promise<void> {
  const count = keys + 1;
  const bytes = count * PIN_BYTES;
  const position = positionAt(keys);
  const digest = new SetDigest();
  const start = snapshotStart({ issuer, feed: 'public', position, count, bytes });
  const stride = keys / askedAmong(keys);
  const hash = createHash('sha256');
  const send = async (chunk: Buffer): Promise<void> => {
    if (!response.write(chunk)) await once(response, 'drain');
  };
  response.writeHead(200, {
    'content-type': SNAPSHOT_TYPE,
    'content-length': start.length + bytes + CHECKSUM_BYTES,
    etag: `"${positionText(position)}"`,
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
    digest.toggleAll(chunk);
    hash.update(chunk);
    await send(chunk);
  }
  hash.update(digest.bytes);
  await send(digest.bytes);
  response.end(hash.digest());
}

await obey<PinFeedSetUp, unknown, string>(async ({ keys }) => {
  const server = createServer((request, response) => {
    answerStillFeed(request, response, { issuer, position: positionAt(keys) }, () =>
      sendSnapshot(response, issuer, keys),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bench`;
  return () => issuer;
});
