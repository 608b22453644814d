import type { Log } from './log.ts';
import { type RecordFormat, recordLine } from './record.ts';
import type { PinEntry } from './target.ts';

/** Returns the lines of entries. A key without one is reported: the gateway refuses it. */
export function recordLines(
  entries: readonly PinEntry[],
  format: RecordFormat,
  gateway: string,
  log: Log,
): readonly string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const line = recordLine(entry, format);
    if (line !== undefined) lines.push(line);
    else
      log.error(
        { keyId: entry.keyId },
        `The record of this key is too long for ${gateway}, which refuses the key.`,
      );
  }
  return lines;
}

/** Joins lines of ASCII, each with its line break, into texts of fewer than so many bytes. */
export function* batches(lines: readonly string[], mostBytes: number): Generator<string, void, void> {
  let first = 0;
  let bytes = 0;
  for (const [at, { length }] of lines.entries()) {
    if (bytes > 0 && bytes + length >= mostBytes) {
      yield text(lines.slice(first, at));
      first = at;
      bytes = 0;
    }
    bytes += length + 1;
  }
  if (first < lines.length) yield text(lines.slice(first));
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
