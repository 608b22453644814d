/**
 * Publishes a set of any number of keys of one algorithm, in its own process: the key set, whole and in 256 shards, and the feed.
 *
 * This isn't an authority: after each start, an authority checks its database on the cores being measured, and takes longer the
 * more keys there are. The formats come from the core and the contract. Keys that requests use have real key pairs; the others
 * have made-up public halves and random pins.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SNAPSHOT_TYPE } from '@lostwax/contract';
import type { AlgorithmName } from '@lostwax/core';
import { obey } from '../measurer.ts';
import { answerStillFeed } from '../still-feed.ts';
import { askedKeys } from './asked-keys.ts';
import { keySetFrame, makeKeySet, type PublishedKeySet } from './key-set.ts';
import { makeSnapshot, type Snapshot } from './snapshot.ts';

export interface KeySourceSetUp {
  readonly algorithm: AlgorithmName;
}

/** How many keys to publish from now on; those that requests use are always included. */
export interface KeySourceOrder {
  readonly keys: number;
}

export interface KeySourceReport {
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
  /** The keys that requests use. */
  readonly tokens: readonly string[];
}

const SLUG = 'bench';

function documentAt(path: string, keySet: PublishedKeySet): readonly Buffer[] | undefined {
  const [, shard] = /\/jwks\/([0-9a-f]{2})\.json$/.exec(path) ?? [];
  if (shard !== undefined) return keySet.shard(Number.parseInt(shard, 16));
  return path.endsWith('/jwks.json') ? keySet.whole() : undefined;
}

async function send(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  parts: readonly Buffer[],
): Promise<void> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(200, { ...headers, 'content-length': length });
  for (const part of parts) if (!response.write(part)) await once(response, 'drain');
  response.end();
}

await obey<KeySourceSetUp, KeySourceOrder, KeySourceReport>(async ({ algorithm }) => {
  let keySet: PublishedKeySet | undefined;
  let snapshot: Snapshot | undefined;
  const server = createServer((request, response) => {
    const document = keySet && documentAt(request.url ?? '', keySet);
    if (document !== undefined) {
      // If a reader disconnects, its response ends.
      send(response, { 'content-type': 'application/json' }, document).catch(() => response.destroy());
    } else if (snapshot !== undefined) {
      const { position, etag, parts } = snapshot;
      answerStillFeed(request, response, { issuer, position }, () =>
        send(response, { 'content-type': SNAPSHOT_TYPE, etag }, parts),
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SLUG}`;
  const workspace = { algorithm, issuer, audience: SLUG, prefix: SLUG };
  const asked = askedKeys(workspace);
  const frame = keySetFrame(algorithm, SLUG);
  return ({ keys }) => {
    const madeUp = Math.max(0, keys - asked.length);
    // The previous set must be collectable while the next one is built.
    keySet = undefined;
    keySet = makeKeySet(frame, asked, madeUp);
    snapshot = makeSnapshot(issuer, asked, madeUp);
    return { issuer, audience: SLUG, prefix: SLUG, tokens: asked.map(({ token }) => token) };
  };
});
