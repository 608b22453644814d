import type { Log } from './log.ts';
import { type RecordFields, recordLine } from './record.ts';
import type { PinEntry } from './target.ts';

/** Returns the lines of entries. A key without one is reported: the gateway refuses it. */
export function recordLines(
  entries: readonly PinEntry[],
  fields: RecordFields,
  gateway: string,
  log: Log,
): readonly string[] {
  return entries.flatMap((entry) => {
    const line = recordLine(entry, fields);
    if (line !== undefined) return [line];
    log.error(
      { keyId: entry.keyId },
      `The record of this key is too long for ${gateway}, which refuses the key.`,
    );
    return [];
  });
}

/** Groups lines, each with its line break, into texts of fewer than so many bytes. */
export function* batches(lines: Iterable<string>, mostBytes: number): Generator<string> {
  let batch = '';
  for (const line of lines) {
    if (batch.length + line.length >= mostBytes && batch !== '') {
      yield batch;
      batch = '';
    }
    batch += `${line}\n`;
  }
  if (batch !== '') yield batch;
}
