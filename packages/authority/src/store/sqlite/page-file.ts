import { closeSync, fsync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { PageReader } from './b-tree-page.ts';

const FILE_HEADER_BYTES = 100;
/** From here on the first byte of an overflow page could be that of a node of a tree. */
const MOST_PAGES = 0x0200_0000;

/**
 * The pages of a database file, beside SQLite.
 *
 * It is opened once and closed after SQLite's own connections: to close any handle of the file drops SQLite's locks of this process
 * (sqlite.org/howtocorrupt.html §2.2).
 */
export class PageFile {
  readonly #path: string;
  #handle: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  get pages(): number {
    return Math.ceil(statSync(this.#path).size / this.#shape().size);
  }

  /** Whether all that was written stands in the file itself. */
  get logIsEmpty(): boolean {
    return (statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
  }

  /**
   * Overwrites the unused bytes of some pages, and no others: whatever becomes of these writes, SQLite reads the same. Nobody else may write
   * meanwhile, and the log must be empty.
   *
   * @param from - 0 is the first page.
   * @throws what node:fs throws; Error for a page that is not understood.
   */
  overwriteUnused(from: number, count: number): void {
    const { size, usable } = this.#shape();
    const chunk = Buffer.allocUnsafe(count * size);
    const length = readSync(this.#open(), chunk, 0, chunk.length, from * size);
    const zeros = Buffer.alloc(size);
    const reader = new PageReader(usable);
    for (let at = 0; at + size <= length; at += size) {
      const isFirst = from === 0 && at === 0;
      const ranges = reader.unused(chunk.subarray(at, at + size), isFirst ? FILE_HEADER_BYTES : 0);
      for (const { start, end } of ranges ?? []) {
        writeSync(this.#open(), zeros, 0, end - start, from * size + at + start);
      }
    }
  }

  /** Resolves when what was overwritten is on the disk. */
  async sync(): Promise<void> {
    await promisify(fsync)(this.#open());
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #open(): number {
    this.#handle ??= openSync(this.#path, 'r+');
    return this.#handle;
  }

  #shape(): { readonly size: number; readonly usable: number } {
    const header = Buffer.alloc(FILE_HEADER_BYTES);
    readSync(this.#open(), header, 0, FILE_HEADER_BYTES, 0);
    const size = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    if (statSync(this.#path).size / size >= MOST_PAGES)
      throw new Error('the database is larger than 128 GiB');
    return { size, usable: size - (header[20] as number) };
  }
}
