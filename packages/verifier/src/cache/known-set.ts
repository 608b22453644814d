import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type FeedKind,
  headerLength,
  type KnownSet,
  PREAMBLE_BYTES,
  parseEntry,
  parseSnapshotHeader,
  type SnapshotHeader,
} from '@lostwax/contract';
import { SnapshotReader } from '../follower/snapshot.ts';
import type { PinTable } from '../pin-table.ts';
import { recordText, SEGMENTS } from '../pins/pins.ts';
import { newPinWords, readPinBytes } from '../pins/words.ts';
import { CacheError } from './cache-error.ts';
import { cacheFiles } from './cache-files.ts';
import { readJournal } from './journal.ts';
import { loadCachedSet } from './load.ts';

/** A gate that is running may be replacing its files. */
const TRIES = 5;
const AGAIN_MILLISECONDS = 300;
const READ_BYTES = 1024 * 1024;

/**
 * Reads every set in a `--cache` folder or a folder of snapshots, whenever it was written: its age doesn't matter here.
 *
 * @throws {@link CacheError} if a set is damaged; what node:fs throws.
 */
export async function setsInFolder(folder: string, methods: ReadonlySet<string>): Promise<KnownSet[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await readFolder(folder, methods);
    } catch (error) {
      if (tries === TRIES) throw error;
      await delay(AGAIN_MILLISECONDS);
    }
  }
}

async function readFolder(folder: string, methods: ReadonlySet<string>): Promise<KnownSet[]> {
  const names = readdirSync(folder);
  const journals = new Map<string, string>();
  for (const name of names) {
    const [, base] = /^(.+)\.\d{1,15}\.changes$/.exec(name) ?? [];
    if (base !== undefined) journals.set(base, name);
  }
  const sets: KnownSet[] = [];
  for (const name of journals.values()) sets.push(await cachedSet(folder, name, methods));
  for (const name of names) {
    const isCached = /\.\d{1,15}\.snapshot$/.test(name);
    if (!name.endsWith('.snapshot') || isCached || statSync(join(folder, name)).isDirectory()) continue;
    sets.push(await readSet(createReadStream(join(folder, name), { highWaterMark: READ_BYTES }), methods));
  }
  return sets;
}

async function cachedSet(folder: string, journal: string, methods: ReadonlySet<string>): Promise<KnownSet> {
  const { issuer, feed, boot } = readJournal(readFileSync(join(folder, journal))).start;
  const kind: FeedKind = feed === 'full' ? 'full' : 'public';
  const files = cacheFiles(folder, issuer, issuer.slice(issuer.lastIndexOf('/') + 1), kind);
  const expected = { issuer, kind, methods, maxBytes: Number.MAX_SAFE_INTEGER, boot };
  const { table, position, confirmedSeconds } = await loadCachedSet(files, expected);
  const completeAt = confirmedSeconds === undefined ? undefined : Math.floor(confirmedSeconds * 1_000);
  return knownSet({ issuer, feed: kind, position, completeAt }, table);
}

/**
 * Reads a snapshot of either feed.
 *
 * @throws {@link CacheError} `cache_corrupt` if it isn't one; FeedError if it is damaged.
 */
export async function readSet(
  chunks: AsyncIterable<Uint8Array>,
  methods: ReadonlySet<string>,
): Promise<KnownSet> {
  let reader: SnapshotReader | undefined;
  let header: SnapshotHeader | undefined;
  let begun: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (reader !== undefined) {
      reader.push(Buffer.from(chunk));
      continue;
    }
    begun = Buffer.concat([begun, chunk]);
    header = headerIn(begun);
    if (header === undefined) continue;
    const { issuer, feed: kind } = header;
    reader = new SnapshotReader({ issuer, kind, methods, maxBytes: Number.MAX_SAFE_INTEGER });
    reader.push(begun);
  }
  if (reader === undefined || header === undefined) throw notASnapshot();
  const { issuer, feed, at: completeAt } = header;
  const { table, position } = reader.finish();
  return knownSet({ issuer, feed, position, completeAt }, table);
}

/** Undefined while it is incomplete. */
function headerIn(bytes: Buffer): SnapshotHeader | undefined {
  if (bytes.length < PREAMBLE_BYTES) return undefined;
  const length = headerLength(bytes);
  if (length === undefined) throw notASnapshot();
  if (bytes.length < PREAMBLE_BYTES + length) return undefined;
  const header = parseSnapshotHeader(bytes.toString('utf8', PREAMBLE_BYTES, PREAMBLE_BYTES + length));
  if (header === undefined) throw notASnapshot();
  return header;
}

function notASnapshot(): CacheError {
  return new CacheError('cache_corrupt', 'It is not a snapshot of a feed.');
}

/** A set for a restore to ask. */
export function knownSet(
  about: Pick<KnownSet, 'issuer' | 'feed' | 'position' | 'completeAt'>,
  table: PinTable,
): KnownSet {
  const words = newPinWords();
  return {
    ...about,
    size: table.size,
    has(pin) {
      readPinBytes(pin, words);
      return table.has(words);
    },
    *keys() {
      if (!table.withRecords) return;
      for (let index = 0; index < SEGMENTS; index++) {
        const keys: { keyId: string; customer: string }[] = [];
        table.eachOf(index, newPinWords(), (found) => {
          const { kid, customer } = parseEntry(recordText(found)) ?? {};
          keys.push({ keyId: String(kid), customer: String(customer) });
        });
        yield* keys;
      }
    },
  };
}
