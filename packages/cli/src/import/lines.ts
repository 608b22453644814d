import { damagedText, MOST_RECORD_BYTES, tooLongText } from './source-record.ts';

/** A line without its end, numbered from 1, or why it can't be read. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly fault: string };

const NEWLINE = 0x0a;

/** Reads the lines of a text in UTF-8. Never holds more than one, and nothing of one that is too long. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 0;
  for await (const bytes of rawLines(chunks)) {
    number += 1;
    if (bytes === undefined) {
      yield { number, fault: tooLongText };
      continue;
    }
    const text = bytes.toString('utf8').replace(/\r$/, '');
    if (text.includes('\uFFFD')) yield { number, fault: damagedText };
    else yield { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
  }
}

/** Undefined for a line that is too long. */
async function* rawLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > MOST_RECORD_BYTES) parts = [];
    else parts.push(part);
  };
  const take = (): Buffer | undefined => {
    const [first] = parts;
    const whole = parts.length === 1 && first ? first : Buffer.concat(parts);
    const line = length > MOST_RECORD_BYTES ? undefined : whole;
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}
