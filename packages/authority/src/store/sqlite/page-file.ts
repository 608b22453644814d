import { closeSync, fsync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { PageReader } from './b-tree-page.ts';

const FILE_HEADER_BYTES = 100;
/** Beyond this, the first byte of an overflow page could look like that of a B-tree node. */
const MOST_PAGES = 0x0200_0000;

/**
 * Direct access to the pages of a database file, bypassing SQLite.
 *
 * The file is opened once and closed after SQLite's own connections: closing any handle of the file drops
 * this process's SQLite locks (sqlite.org/howtocorrupt.html §2.2).
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

  /** Whether everything written has reached the database file itself. */
  get logIsEmpty(): boolean {
    return (statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
  }

  /**
   * Overwrites only the unused bytes of some pages, so SQLite reads the same data even if these writes fail.
   * No one else may write meanwhile, and the log must be empty.
   *
   * @param from - 0 is the first page.
   * @throws Errors of node:fs; Error for a page that can't be parsed.
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

  /** Resolves when the overwritten bytes are on disk. */
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
