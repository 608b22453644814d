import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { CommandError } from '../errors.ts';
import { unreadable } from '../read-text.ts';
import { csvRecords } from './csv.ts';
import { documentRecords } from './document.ts';
import { jsonLines } from './json-lines.ts';
import type { SourceRecord } from './source-record.ts';

/** A file with keys of another system. */
export interface Source {
  readonly bytes: number;
  /** When the file was last written, in milliseconds since the Unix epoch. */
  readonly writtenAt: number;
  /** How many bytes have been read so far. */
  readonly bytesRead: () => number;
  /** In groups, each to be read to its end before the next. */
  readonly records: AsyncIterable<Iterable<SourceRecord>>;
}

const PEEK_BYTES = 65_536;

/**
 * Opens a file as CSV, JSON Lines, or one JSON or YAML document, which it tells apart by their beginning. Memory
 * doesn't grow with the file, except for documents.
 *
 * @throws {@link CommandError} `usage` if the file can't be read.
 */
export async function openSource(file: string): Promise<Source> {
  try {
    const { size, mtimeMs } = await stat(file);
    const begin = await beginning(file);
    let read = 0;
    async function* chunks(): AsyncGenerator<Buffer> {
      for await (const chunk of createReadStream(file, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
        read += chunk.length;
        yield chunk;
      }
    }
    const kind = kindOf(file, begin);
    const readers = { csv: csvRecords, 'json-lines': jsonLines };
    const records =
      kind === 'json' || kind === 'yaml' ? documentRecords(file, kind) : readers[kind](chunks());
    return { bytes: size, writtenAt: mtimeMs, bytesRead: () => read, records };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw unreadable(file, error);
  }
}

async function beginning(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PEEK_BYTES), 0, PEEK_BYTES, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart();
  } finally {
    await handle.close();
  }
}

function kindOf(file: string, begin: string): 'csv' | 'json' | 'json-lines' | 'yaml' {
  if (begin.startsWith('[')) return 'json';
  if (begin.startsWith('{')) return isRecordLine(begin) ? 'json-lines' : 'json';
  return /\.ya?ml$/i.test(file) ? 'yaml' : 'csv';
}

/** Whether the first line is a JSON object of its own that isn't a list of records. */
function isRecordLine(begin: string): boolean {
  const [line = ''] = begin.split('\n', 1);
  try {
    return !Object.values(JSON.parse(line) as object).some(
      (value) => Array.isArray(value) && value.some((item) => typeof item === 'object'),
    );
  } catch {
    // A first line that is damaged or very long is one of several only if it ends like a record.
    return /\}\s*$/.test(line) || (!begin.includes('\n') && begin.length >= PEEK_BYTES / 2);
  }
}
