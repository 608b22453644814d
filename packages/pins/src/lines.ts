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
  const lines: string[] = [];
  for (const entry of entries) {
    const line = recordLine(entry, fields);
    if (line !== undefined) lines.push(line);
    else
      log.error(
        { keyId: entry.keyId },
        `The record of this key is too long for ${gateway}, which refuses the key.`,
      );
  }
  return lines;
}

/** Collects lines of ASCII, each with its line break, into texts of fewer than so many bytes. */
export class Batch {
  readonly #mostBytes: number;
  #lines: string[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** @returns The text without this line, if the line doesn't fit any more. */
  add(line: string): string | undefined {
    const full = this.#bytes + line.length >= this.#mostBytes ? this.take() : undefined;
    this.#lines.push(line);
    this.#bytes += line.length + 1;
    return full;
  }

  /** The text so far, if there is any. */
  take(): string | undefined {
    if (this.#lines.length === 0) return undefined;
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    this.#bytes = 0;
    return text;
  }
}

/** Groups lines as a {@link Batch} does. */
export function* batches(lines: Iterable<string>, mostBytes: number): Generator<string> {
  const batch = new Batch(mostBytes);
  for (const line of lines) {
    const full = batch.add(line);
    if (full !== undefined) yield full;
  }
  const rest = batch.take();
  if (rest !== undefined) yield rest;
}
