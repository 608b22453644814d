import { createHash } from 'node:crypto';
import {
  CHECKSUM_BYTES,
  type EntryRecord,
  type FeedKind,
  FRAME_BYTES,
  frameEnd,
  HALF_PIN_BYTES,
  headerLength,
  type Position,
  PREAMBLE_BYTES,
  parseSnapshotHeader,
  SetDigest,
  type SnapshotHeader,
} from '@lostwax/contract';
import { PinTable } from '../pin-table.ts';
import { PinSorter } from '../pins/sorter.ts';
import { newPinWords, readPin } from '../pins/words.ts';
import { readRecord } from './entries.ts';
import { asFeedError, FeedError, wrongIssuer } from './feed-error.ts';

/** What a snapshot must match to be accepted. */
export interface SnapshotExpectation {
  readonly issuer: string;
  readonly kind: FeedKind;
  /** Methods whose entries are stored. */
  readonly methods: ReadonlySet<string>;
  /** Maximum size of the entries, in bytes. */
  readonly maxBytes: number;
}

/** Gets the entries of a snapshot of the full feed while it is still being read, so before it is known to be complete. */
export interface EarlyReader {
  /** A snapshot is read from its start. What came of an earlier one is void. */
  readonly began: () => void;
  /** @returns Resolves when there is room for more. */
  readonly read: (entries: readonly EntryRecord[]) => Promise<void>;
}

/** A snapshot that was read and found complete. */
export interface LoadedSnapshot {
  readonly position: Position;
  readonly table: PinTable;
  /**
   * Digest of the pins it holds. If the set changed while the file was written, it may differ from the
   * position's.
   */
  readonly digest: string;
  /** Whether the authority left out damaged records and marked the snapshot accordingly. */
  readonly leftOut: boolean;
}

/**
 * Reads a snapshot (spec/feed.md §3) chunk by chunk into a table that is not used until everything has been
 * verified. Memory holds the table and one entry, never the whole file.
 */
export class SnapshotReader {
  readonly #expected: SnapshotExpectation;
  readonly #hash = createHash('sha256');
  readonly #table: PinTable;
  readonly #pin = newPinWords();
  readonly #digest = new SetDigest();
  #header: SnapshotHeader | undefined;
  /** Pins of the public feed on their way into the table. */
  #sorter: PinSorter | undefined;
  #pending: Buffer = Buffer.alloc(0);
  /** Bytes of entries still to come. */
  #entryBytes = 0;
  #entries = 0;
  #foreign = 0;
  #received = 0;
  #wholeBytes = Number.POSITIVE_INFINITY;
  readonly #early: EarlyReader | undefined;
  /** Entries that the early reader doesn't have yet. */
  #read: EntryRecord[] = [];

  constructor(expected: SnapshotExpectation, early?: EarlyReader) {
    this.#expected = expected;
    this.#early = early;
    early?.began();
    this.#table = new PinTable({ withRecords: expected.kind === 'full' });
  }

  /** Bytes consumed so far: where a broken download is resumed. */
  get received(): number {
    return this.#received;
  }

  /** Size of the whole file, infinite until the header has been read. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** Undefined until the header has been read. */
  get position(): Position | undefined {
    return this.#header?.position;
  }

  /** @throws {@link FeedError} `snapshot_malformed`, `wrong_issuer`, `too_large`. */
  push(chunk: Buffer): void {
    this.#received += chunk.length;
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const used = this.#takeWithinLimits(bytes);
    if (this.#received > this.#wholeBytes) {
      throw new FeedError('too_large', 'The snapshot continues past its end.');
    }
    // Copied, because a few remaining bytes would keep a chunk's large buffer alive.
    this.#pending = Buffer.from(bytes.subarray(used));
  }

  /** Passes on what has been read. Resolves when the next chunk may come. */
  async passOn(): Promise<void> {
    if (this.#read.length === 0) return;
    const entries = this.#read;
    this.#read = [];
    await this.#early?.read(entries);
  }

  /** Call this after the last chunk. */
  finish(): LoadedSnapshot {
    const { position } = this;
    if (this.#header === undefined || position === undefined || this.#entryBytes > 0) {
      throw malformed('it ends too early');
    }
    if (this.#pending.length !== CHECKSUM_BYTES) throw malformed('it ends too early');
    if (!this.#hash.digest().equals(this.#pending)) throw malformed('its checksum is wrong');
    if (this.#entries !== this.#header.count)
      throw malformed('its number of entries differs from its header');
    this.#sorter?.end();
    if (this.#table.size + this.#foreign !== this.#entries) throw malformed('it contains a pin twice');
    return {
      position,
      table: this.#table,
      digest: this.#digest.text,
      leftOut: this.#header.leftOut === true,
    };
  }

  #takeWithinLimits(bytes: Buffer): number {
    try {
      return this.#take(bytes);
    } catch (error) {
      throw asFeedError(error);
    }
  }

  /** @returns The number of bytes consumed. The others are passed in again with the next chunk. */
  #take(bytes: Buffer): number {
    let at = 0;
    if (this.#header === undefined) {
      at = this.#takeHeader(bytes);
      if (this.#header === undefined) return 0;
    }
    const inEntries = Math.min(bytes.length - at, this.#entryBytes);
    const entries = bytes.subarray(at, at + inEntries);
    const taken = this.#expected.kind === 'full' ? this.#takeRecords(entries) : this.#takePins(entries);
    this.#hash.update(bytes.subarray(0, at + taken));
    this.#entryBytes -= taken;
    at += taken;
    return at;
  }

  #takeHeader(bytes: Buffer): number {
    if (bytes.length < PREAMBLE_BYTES) return 0;
    const headerBytes = headerLength(bytes);
    if (headerBytes === undefined) throw malformed('it does not start like one');
    const end = PREAMBLE_BYTES + headerBytes;
    if (bytes.length < end) return 0;
    const header = parseSnapshotHeader(bytes.toString('utf8', PREAMBLE_BYTES, end));
    if (header === undefined) throw malformed('its header is malformed');
    this.#checkHeader(header);
    this.#header = header;
    this.#entryBytes = header.bytes;
    this.#wholeBytes = end + header.bytes + CHECKSUM_BYTES;
    this.#table.reserve(header.count, header.bytes);
    if (header.feed === 'public') this.#sorter = new PinSorter(header.count, (pin) => this.#table.add(pin));
    return end;
  }

  #checkHeader({ issuer, feed, count, bytes }: SnapshotHeader): void {
    const expected = this.#expected;
    if (issuer !== expected.issuer)
      throw Object.assign(wrongIssuer(issuer, expected.issuer), { inSnapshot: true });
    if (feed !== expected.kind) {
      throw new FeedError(
        'wrong_issuer',
        `The snapshot is from the ${feed} feed, not the ${expected.kind} feed.`,
      );
    }
    if (bytes > expected.maxBytes) {
      throw new FeedError(
        'too_large',
        `The snapshot has ${bytes} bytes of entries, more than the ${expected.maxBytes} allowed (maxSnapshotBytes).`,
      );
    }
    const least = feed === 'full' ? count * FRAME_BYTES : count * HALF_PIN_BYTES;
    if (feed === 'full' ? bytes < least : bytes !== least)
      throw malformed('its length does not match its count');
  }

  #takePins(bytes: Buffer): number {
    const count = Math.floor(bytes.length / HALF_PIN_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let entry = 0; entry < count; entry++) {
      readPin(view, entry * HALF_PIN_BYTES, HALF_PIN_BYTES, this.#pin);
      this.#digest.toggle(bytes, entry * HALF_PIN_BYTES);
      this.#sorter?.push(this.#pin);
    }
    this.#entries += count;
    return count * HALF_PIN_BYTES;
  }

  #takeRecords(bytes: Buffer): number {
    let at = 0;
    for (let end = frameEnd(bytes, at); end !== undefined; end = frameEnd(bytes, at)) {
      if (end > this.#entryBytes) throw malformed('an entry extends past the end');
      if (end > bytes.length) break;
      const record = bytes.subarray(at + FRAME_BYTES, end);
      const { known, pin, entry } = readRecord(record, this.#expected.methods, true, this.#pin);
      if (pin !== undefined) this.#digest.toggle(pin);
      if (known) this.#table.add(this.#pin, record);
      else this.#foreign++;
      if (this.#early !== undefined && entry !== undefined) this.#read.push(entry);
      this.#entries++;
      at = end;
    }
    return at;
  }
}

function malformed(reason: string): FeedError {
  return new FeedError('snapshot_malformed', `The snapshot is incomplete or damaged: ${reason}.`);
}
