import { createReadStream, existsSync, readFileSync } from 'node:fs';
import {
  type FeedKind,
  HALF_PIN_BYTES,
  isInDigest,
  isSameHistory,
  type Position,
  parseEntry,
  parsePosition,
  positionText,
  SetDigest,
} from '@lostwax/contract';
import { readChange } from '../follower/entries.ts';
import { FeedError } from '../follower/feed-error.ts';
import { SnapshotReader } from '../follower/snapshot.ts';
import type { PinTable } from '../pin-table.ts';
import { type Found, recordText, SEGMENTS } from '../pins/pins.ts';
import { newPinWords } from '../pins/words.ts';
import { CacheError } from './cache-error.ts';
import type { CacheFiles } from './cache-files.ts';
import { type JournalEntry, readJournal } from './journal.ts';

/** What a set on disk must match to be used. */
export interface CacheExpectation {
  readonly issuer: string;
  readonly kind: FeedKind;
  readonly methods: ReadonlySet<string>;
  readonly maxBytes: number;
  readonly boot: string;
}

/** A set as it was when the program that wrote it ended. */
export interface CachedSet {
  readonly table: PinTable;
  readonly position: Position;
  /** When it was last known to be fresh, by both clocks. */
  readonly fresh: { readonly uptimeSeconds: number; readonly wallSeconds: number } | undefined;
  /** The last time at which it was confirmed, even if that was withdrawn since; in seconds since the Unix epoch. */
  readonly confirmedSeconds?: number | undefined;
}

const READ_BYTES = 1024 * 1024;

/**
 * Reads the newest complete snapshot and all changes after it.
 *
 * @throws {@link CacheError}; what node:fs throws.
 */
export async function loadCachedSet(files: CacheFiles, expected: CacheExpectation): Promise<CachedSet> {
  const generation = files.generations('snapshot').at(-1);
  if (generation === undefined) throw new CacheError('cache_missing', 'There is no key set on disk yet.');
  const { table, position } = await readSnapshotFile(files.snapshot(generation), expected);
  let set: CachedSet = { table, position, fresh: undefined };
  // The first journal always exists, and records the boot in which all files were written.
  let next = generation;
  do set = applyJournal(readFileSync(files.changes(next)), set, expected);
  while (existsSync(files.changes(++next)));
  if (digestOf(set.table) !== set.position.digest) throw corrupt('Its keys do not match its digest.');
  return set;
}

/**
 * A pin whose first word a table cannot store (one in two billion) makes the cache unusable. The set is
 * downloaded instead.
 */
function digestOf(table: PinTable): string {
  const digest = new SetDigest();
  const words = newPinWords();
  const bytes = new Uint8Array(words.buffer, 0, HALF_PIN_BYTES);
  for (let index = 0; index < SEGMENTS; index++) {
    table.eachOf(index, words, (found) => {
      if (!table.withRecords || isInDigest(methodOf(found))) digest.toggle(bytes);
    });
  }
  return digest.text;
}

function methodOf(found: Found): string {
  return parseEntry(recordText(found))?.method ?? '';
}

async function readSnapshotFile(
  path: string,
  expected: CacheExpectation,
): Promise<{ table: PinTable; position: Position }> {
  try {
    const reader = new SnapshotReader(expected);
    for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }))
      reader.push(chunk as Buffer);
    return reader.finish();
  } catch (error) {
    if (error instanceof FeedError) throw corrupt(error.message);
    throw error;
  }
}

function applyJournal(bytes: Buffer, set: CachedSet, expected: CacheExpectation): CachedSet {
  const { start, entries } = readJournal(bytes);
  if (start.boot !== expected.boot) {
    throw new CacheError(
      'cache_other_boot',
      'The key set on disk is from before the machine started, so its age is unknown.',
    );
  }
  if (start.issuer !== expected.issuer || start.feed !== expected.kind)
    throw corrupt('It belongs to another issuer.');
  if (start.position !== positionText(set.position))
    throw corrupt('Changes between two of its files are missing.');
  let { position, fresh, confirmedSeconds } = set;
  for (const entry of entries) {
    if (entry[0] === 'withdrawn') fresh = undefined;
    else if (entry[0] === 'fresh') {
      fresh = { uptimeSeconds: entry[1], wallSeconds: entry[2] };
      confirmedSeconds = entry[2];
    } else position = applyEntry(entry, set.table, position, expected);
  }
  return { table: set.table, position, fresh, confirmedSeconds };
}

const pin = newPinWords();

function applyEntry(
  [change, at, data]: Exclude<JournalEntry, readonly ['fresh' | 'withdrawn', ...unknown[]]>,
  table: PinTable,
  before: Position,
  { kind, methods }: CacheExpectation,
): Position {
  const position = parsePosition(at);
  if (position === undefined || !isSameHistory(position, before) || position.seq !== before.seq + 1)
    throw corrupt('Its changes have a gap.');
  if (change === 'other') return position;
  const { known, record } = readChange(kind, data, methods, change === 'add', pin);
  if (known && change === 'add') table.add(pin, record);
  else if (known) table.remove(pin);
  return position;
}

function corrupt(reason: string): CacheError {
  return new CacheError('cache_corrupt', `The key set on disk cannot be used. ${reason}`);
}
