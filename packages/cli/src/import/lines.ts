import { damagedText, MOST_RECORD_BYTES, tooLongText } from './source-record.ts';

/** A line without its end, numbered from 1, or why it can't be read. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly fault: string };

const NEWLINE = 0x0a;

/**
 * Reads the lines of a text in UTF-8, those of each chunk together: to wait for each line would take longer than to
 * read it. Each group must be read to its end before the next. Never holds more than a chunk and a line, and nothing of
 * a line that is too long.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<Line>> {
  const lines = new Lines();
  for await (const chunk of chunks) yield lines.add(chunk);
  yield lines.end();
}

class Lines {
  #number = 0;
  /** The line that the next chunk continues. */
  #parts: Buffer[] = [];
  #length = 0;

  *add(chunk: Buffer): Generator<Line> {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, at));
      yield this.#line();
      from = at + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  *end(): Generator<Line> {
    if (this.#length > 0) yield this.#line();
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > MOST_RECORD_BYTES) this.#parts = [];
    else this.#parts.push(part);
  }

  #line(): Line {
    this.#number += 1;
    const number = this.#number;
    const isTooLong = this.#length > MOST_RECORD_BYTES;
    const [first] = this.#parts;
    const bytes = this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    if (isTooLong) return { number, fault: tooLongText };
    const text = bytes.toString('utf8').replace(/\r$/, '');
    if (text.includes('\uFFFD')) return { number, fault: damagedText };
    return { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
  }
}
