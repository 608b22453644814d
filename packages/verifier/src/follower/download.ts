import type { IncomingMessage } from 'node:http';
import { CHECKSUM_BYTES, MOST_HEADER_BYTES, PREAMBLE_BYTES } from '@lostwax/contract';
import { FeedError, type FeedErrorCode } from './feed-error.ts';
import {
  type EarlyReader,
  type LoadedSnapshot,
  type SnapshotExpectation,
  SnapshotReader,
} from './snapshot.ts';
import { chunksOf } from './transport.ts';

/** Maximum size of a snapshot beyond its entries, in bytes. */
const MOST_BESIDE_BYTES = PREAMBLE_BYTES + MOST_HEADER_BYTES + CHECKSUM_BYTES;

/** Requests a snapshot, as {@link FeedClient.snapshot} does. */
type OpenSnapshot = (
  address: string,
  from: { readonly bytes: number; readonly etag: string } | undefined,
  signal: AbortSignal,
) => Promise<IncomingMessage>;

/** A partly downloaded snapshot. */
interface Partial {
  readonly address: string;
  readonly etag: string;
  readonly reader: SnapshotReader;
}

// Errors in the bytes themselves, which downloading more cannot fix.
const spoilt: ReadonlySet<FeedErrorCode> = new Set([
  'snapshot_malformed',
  'wrong_issuer',
  'too_large',
  'feed_malformed',
]);

/** Downloads snapshots, and resumes after a broken connection (spec/feed.md §3). */
export class SnapshotDownload {
  readonly #open: OpenSnapshot;
  readonly #expected: SnapshotExpectation;
  #partial: Partial | undefined;

  constructor(open: OpenSnapshot, expected: SnapshotExpectation) {
    this.#open = open;
    this.#expected = expected;
  }

  /** The address at which a broken download can be resumed. */
  get openAddress(): string | undefined {
    return this.#partial?.address;
  }

  /**
   * @param early - Of a download that is resumed, the one that it began with counts.
   * @throws {@link FeedError}; what has arrived is kept if the download can be resumed.
   */
  async take(address: string, signal: AbortSignal, early: EarlyReader | undefined): Promise<LoadedSnapshot> {
    const partial = this.#partial?.address === address ? this.#partial : undefined;
    this.#partial = undefined;
    const response = await this.#open(
      address,
      partial && { bytes: partial.reader.received, etag: partial.etag },
      signal,
    );
    const reader =
      response.statusCode === 206 ? resumed(response, partial) : new SnapshotReader(this.#expected, early);
    const before = reader.received;
    try {
      checkLength(response, before, this.#expected.maxBytes);
      for await (const chunk of chunksOf(response)) {
        reader.push(chunk);
        await reader.passOn();
      }
      const loaded = reader.finish();
      if (loaded.digest === loaded.position.digest || loaded.leftOut) return loaded;
      throw new FeedError('snapshot_malformed', 'The keys of the snapshot do not match its digest.');
    } catch (error) {
      const { etag } = response.headers;
      const mendable = !(error instanceof FeedError && spoilt.has(error.code));
      if (mendable && etag?.startsWith('"') && reader.received > before)
        this.#partial = { address, etag, reader };
      throw error;
    } finally {
      response.destroy();
    }
  }
}

function resumed(response: IncomingMessage, partial: Partial | undefined): SnapshotReader {
  const [, first] = /^bytes (\d+)-\d+\/\d+$/.exec(response.headers['content-range'] ?? '') ?? [];
  if (
    partial === undefined ||
    Number(first) !== partial.reader.received ||
    response.headers.etag !== partial.etag
  ) {
    response.destroy();
    throw new FeedError('feed_malformed', 'The feed sent a different part of the snapshot than requested.');
  }
  return partial.reader;
}

/** An announced length that is too large is refused before anything is read. */
function checkLength(response: IncomingMessage, before: number, maxBytes: number): void {
  const announced = response.headers['content-length'];
  if (announced !== undefined && before + Number(announced) > maxBytes + MOST_BESIDE_BYTES) {
    throw new FeedError('too_large', `The snapshot is longer than ${maxBytes} bytes (maxSnapshotBytes).`);
  }
}
