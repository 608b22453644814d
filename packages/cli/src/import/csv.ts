import { CommandError } from '../errors.ts';
import { cellsIn, isOpen, separatorOf } from './csv-cells.ts';
import { type Line, linesOf } from './lines.ts';
import { MOST_RECORD_BYTES, type SourceRecord } from './source-record.ts';

const BROKEN = 'The row is not valid CSV: a quotation mark is missing or in the wrong place.';

/**
 * Reads CSV (RFC 4180) with a header row, separated by commas, semicolons or tabs. A cell in quotation marks may
 * contain line breaks. A misplaced quotation mark costs the row that it is in, never those that follow.
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<SourceRecord>> {
  const rows = new Rows();
  for await (const lines of linesOf(chunks)) yield rows.addAll(lines);
  yield rows.end();
}

type TextLine = Extract<Line, { readonly text: string }>;

class Rows {
  #header: readonly string[] | undefined;
  #separator = ',';
  /** The lines of a row whose quotation marks aren't closed yet. */
  #open: TextLine[] = [];
  #length = 0;

  *addAll(lines: Iterable<Line>): Generator<SourceRecord> {
    for (const line of lines) yield* this.add(line);
  }

  *add(line: Line): Generator<SourceRecord> {
    if ('fault' in line) {
      yield* this.#giveUp();
      yield { line: line.number, fault: line.fault };
      return;
    }
    if (this.#open.length === 0 && line.text.trim() === '') return;
    this.#open.push(line);
    this.#length += line.text.length + 1;
    // Each line with an odd number of quotation marks opens or closes a cell.
    const closes = isOpen(line.text) === this.#open.length > 1;
    if (this.#length > MOST_RECORD_BYTES) yield* this.#giveUp();
    else if (closes) yield* this.#row();
  }

  *end(): Generator<SourceRecord> {
    while (this.#open.length > 0) yield* this.#giveUp();
  }

  *#row(): Generator<SourceRecord> {
    const text = this.#open.map((line) => line.text).join('\n');
    if (this.#header === undefined) this.#separator = separatorOf(text);
    const cells = cellsIn(text, this.#separator);
    if (cells === undefined) {
      yield* this.#giveUp();
      return;
    }
    const number = this.#open[0]?.number ?? 0;
    this.#clear();
    if (this.#header === undefined) this.#header = headerOf(cells);
    else yield { line: number, ...valuesOf(this.#header, cells) };
  }

  /** Refuses the first line of the open row, and reads the others again. */
  *#giveUp(): Generator<SourceRecord> {
    const [first, ...others] = this.#open;
    this.#clear();
    if (first === undefined) return;
    yield { line: first.number, fault: BROKEN };
    for (const line of others) yield* this.add(line);
  }

  #clear(): void {
    this.#open = [];
    this.#length = 0;
  }
}

function headerOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((name) => name.trim());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw new CommandError('usage', `The CSV file has the column "${twice}" twice. Rename one of them.`);
}

function valuesOf(header: readonly string[], cells: readonly string[]) {
  if (cells.length !== header.length)
    return { fault: `The row has ${cells.length} columns, the header ${header.length}.` };
  return { value: Object.fromEntries(header.map((name, index) => [name, cells[index]])) };
}
