import { isJsonObject } from '@lostwax/core';
import { type Line, linesOf } from './lines.ts';
import type { SourceRecord } from './source-record.ts';

/** Reads one JSON object per line. Skips blank lines. */
export async function* jsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<SourceRecord>> {
  for await (const lines of linesOf(chunks)) yield recordsIn(lines);
}

function* recordsIn(lines: Iterable<Line>): Generator<SourceRecord> {
  for (const line of lines) if (!('text' in line) || line.text.trim() !== '') yield recordIn(line);
}

function recordIn(line: Line): SourceRecord {
  if ('fault' in line) return { line: line.number, fault: line.fault };
  try {
    const value: unknown = JSON.parse(line.text);
    if (isJsonObject(value)) return { line: line.number, value };
  } catch {
    // Without the parser's message: it quotes the line, which may contain a key.
  }
  return { line: line.number, fault: 'The line is not a JSON object.' };
}
