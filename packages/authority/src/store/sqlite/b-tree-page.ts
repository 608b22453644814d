/** Bytes of a page from `start` up to `end` that SQLite doesn't use. */
export interface Unused {
  readonly start: number;
  readonly end: number;
}

/** Kinds of pages by their first byte (sqlite.org/fileformat2.html §1.6), with their cell layout. */
const kinds: ReadonlyMap<
  number,
  { readonly child: boolean; readonly payload: boolean; readonly rowid: boolean }
> = new Map([
  [0x02, { child: true, payload: true, rowid: false }],
  [0x05, { child: true, payload: false, rowid: true }],
  [0x0a, { child: false, payload: true, rowid: false }],
  [0x0d, { child: false, payload: true, rowid: true }],
]);

const FREEBLOCK_HEADER = 4;
/** The minimum size of a cell. */
const LEAST_CELL = 4;

/**
 * Finds the used bytes of a page. Reuse one instance for all pages of one size: creating it costs more than a
 * page.
 */
export class PageReader {
  readonly #usable: number;
  readonly #used: Uint8Array;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  /** @param usable - Bytes of a page, excluding those reserved at its end. */
  constructor(usable: number) {
    this.#usable = usable;
    this.#used = new Uint8Array(usable);
  }

  /**
   * Returns the ranges of unused bytes of a page that aren't zero: SQLite leaves data there that it has moved
   * to other pages. Undefined for a page that isn't a B-tree node: overflow pages and free pages have no such
   * bytes (`secure_delete`).
   *
   * @param header - Offset of the page's own header: 100 in the first page of a file, 0 in all others.
   * @throws Error if the page is inconsistent; nothing may then be written to it.
   */
  unused(page: Buffer, header: number): readonly Unused[] | undefined {
    const kind = kinds.get(page[header] as number);
    if (kind === undefined) return undefined;
    this.#bytes = page;
    this.#used.fill(0);
    const cells = page.readUInt16BE(header + 3);
    const pointers = header + (kind.child ? 12 : 8);
    const end = pointers + 2 * cells;
    const content = page.readUInt16BE(header + 5) || 65_536;
    if (end > content || content > this.#usable) throw notUnderstood();
    this.#used.fill(1, 0, end);
    let sum = content + (page[header + 7] as number);
    for (let cell = 0; cell < cells; cell += 1) {
      const start = page.readUInt16BE(pointers + 2 * cell);
      const size = this.#sizeOf(start, kind);
      if (start < content || start + size > this.#usable) throw notUnderstood();
      this.#used.fill(1, start, start + size);
      sum += size;
    }
    sum += this.#freeblocks(page.readUInt16BE(header + 1), content);
    if (sum !== this.#usable) throw notUnderstood();
    return this.#ranges(end);
  }

  #freeblocks(first: number, content: number): number {
    let sum = 0;
    for (let at = first, before = 0; at !== 0; ) {
      if (at <= before || at < content || at + FREEBLOCK_HEADER > this.#usable) throw notUnderstood();
      this.#used.fill(1, at, at + FREEBLOCK_HEADER);
      sum += this.#bytes.readUInt16BE(at + 2);
      before = at;
      at = this.#bytes.readUInt16BE(at);
    }
    return sum;
  }

  #ranges(from: number): Unused[] {
    const ranges: Unused[] = [];
    for (let start = this.#used.indexOf(0, from); start !== -1; ) {
      const next = this.#used.indexOf(1, start);
      const end = next === -1 ? this.#usable : next;
      if (!isZero(this.#bytes, start, end)) ranges.push({ start, end });
      start = next === -1 ? -1 : this.#used.indexOf(0, next);
    }
    return ranges;
  }

  #sizeOf(
    start: number,
    { child, payload, rowid }: { child: boolean; payload: boolean; rowid: boolean },
  ): number {
    this.#at = start + (child ? 4 : 0);
    const length = payload ? this.#varint() : 0;
    if (rowid) this.#varint();
    return Math.max(LEAST_CELL, this.#at - start + (payload ? this.#local(length, rowid) : 0));
  }

  /**
   * Bytes of a payload within its own page, including the number of the first overflow page if there is one.
   */
  #local(length: number, isTable: boolean): number {
    const usable = this.#usable;
    const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
    if (length <= most) return length;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const fitting = least + ((length - least) % (usable - 4));
    return (fitting <= most ? fitting : least) + 4;
  }

  #varint(): number {
    let value = 0;
    for (let count = 1; ; count += 1) {
      const byte = this.#bytes[this.#at] ?? 0;
      this.#at += 1;
      if (count === 9) return value * 256 + byte;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  }
}

function isZero(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

function notUnderstood(): Error {
  return new Error('a database page has an unexpected layout');
}
