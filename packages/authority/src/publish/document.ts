import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);

/** Below this size, compression saves no packet. */
const LEAST_GZIP_BYTES = 1_024;
/**
 * Maximum number of keys in a document that is compressed: a million would keep a core busy for
 * seconds at every change.
 */
const MOST_GZIP_KEYS = 20_000;
/** Concurrent compressions: requests for many documents must not starve issuing of CPU. */
const MOST_AT_ONCE = 2;
/** The fastest: public halves are random, and what compresses in them compresses at any level. */
const LEVEL = 1;

let underWay = 0;

/** One version of a document. Its parts are shared with other documents and never change. */
export class Document {
  readonly parts: readonly Buffer[];
  readonly length: number;
  /** The opaque part of its ETag; undefined if its version is unknown and it must not be cached. */
  readonly tag: string | undefined;
  readonly #compressible: boolean;
  #gzip: Promise<Buffer> | undefined;

  constructor(parts: readonly Buffer[], keys: number, tag: string | undefined) {
    this.parts = parts;
    this.length = parts.reduce((sum, part) => sum + part.length, 0);
    this.tag = tag;
    this.#compressible = this.length >= LEAST_GZIP_BYTES && keys <= MOST_GZIP_KEYS && tag !== undefined;
  }

  /** Returns the document compressed, once; undefined if it should be sent uncompressed. */
  gzipped(): Promise<Buffer> | undefined {
    if (this.#gzip !== undefined || !this.#compressible || underWay >= MOST_AT_ONCE) return this.#gzip;
    underWay += 1;
    this.#gzip = gzipAsync(Buffer.concat(this.parts), { level: LEVEL }).finally(() => {
      underWay -= 1;
    });
    return this.#gzip;
  }
}

/** The source of a document's versions. */
export interface Source {
  /** Returns the document if it can be built from memory, else undefined. */
  ready(): Document | undefined;
  /** Reads what is missing from the store. Throws errors of the database. */
  settle(): Promise<void>;
  /** Whether there is anything to answer from if the store fails. */
  readonly loaded: boolean;
  /**
   * Returns the document from memory, without anything that was removed; it has no tag if something
   * may be missing.
   */
  document(): Document;
}

/**
 * The bytes before and after the keys of every document of a workspace: `keySetText` of
 * @lostwax/core.
 */
export interface Frame {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/**
 * @param sentinel - The workspace's sentinel as `renderJwk` writes it: it ends every document, so
 * that none is empty.
 */
export function frameOf(sentinel: string): Frame {
  return { head: Buffer.from('{"keys":['), tail: Buffer.from(`${sentinel}]}`) };
}
