import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { CacheError } from './cache-error.ts';

/** Where and when a journal begins. */
export interface JournalStart {
  readonly issuer: string;
  readonly feed: string;
  readonly boot: string;
  /** Position of the set before the first change. */
  readonly position: string;
}

/** One line of a journal: a change from the feed, or when the set was last fresh. */
export type JournalEntry =
  | readonly ['add' | 'remove' | 'other', position: string, data: string]
  | readonly ['fresh', uptimeSeconds: number, wallSeconds: number]
  /** Earlier statements about freshness no longer hold. */
  | readonly ['withdrawn'];

const FRAME_HEAD_BYTES = 8;

/**
 * The changes after a set on disk, in the order they are applied. Each is written before it takes effect, so
 * a program that was killed never restarts with a set older than one it has answered from.
 *
 * Nothing is synced to disk: the file is valid only until the machine reboots, and writes survive the process
 * that made them.
 *
 * Each entry is its length and CRC-32 (4 bytes each, little-endian), followed by JSON.
 */
export class Journal {
  readonly #file: number;
  #bytes = 0;

  /** @throws what node:fs throws. */
  constructor(path: string, start: JournalStart) {
    this.#file = openSync(path, 'wx', 0o600);
    this.#write([start]);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws what node:fs throws; the journal must not be used after that. */
  append(entries: readonly JournalEntry[]): void {
    this.#write(entries);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(values: readonly (JournalStart | JournalEntry)[]): void {
    const bytes = Buffer.concat(values.map(frame));
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#file, bytes, written);
    }
    this.#bytes += bytes.length;
  }
}

/** @throws {@link CacheError} `cache_corrupt`. */
export function readJournal(bytes: Buffer): {
  readonly start: JournalStart;
  readonly entries: JournalEntry[];
} {
  const values: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + FRAME_HEAD_BYTES > bytes.length) throw corrupt();
    const end = at + FRAME_HEAD_BYTES + bytes.readUInt32LE(at);
    const json = bytes.subarray(at + FRAME_HEAD_BYTES, end);
    if (end > bytes.length || crc32(json) !== bytes.readUInt32LE(at + 4)) throw corrupt();
    values.push(JSON.parse(json.toString('utf8')));
    at = end;
  }
  const [start, ...entries] = values;
  if (start === undefined) throw corrupt();
  return { start: start as JournalStart, entries: entries as JournalEntry[] };
}

function frame(value: JournalStart | JournalEntry): Buffer {
  const json = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt32LE(json.length, 0);
  head.writeUInt32LE(crc32(json), 4);
  return Buffer.concat([head, json]);
}

function corrupt(): CacheError {
  return new CacheError('cache_corrupt', 'The changes on disk are incomplete.');
}
