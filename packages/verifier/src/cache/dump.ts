import { createHash } from 'node:crypto';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { frameOf, HALF_PIN_BYTES, type SnapshotHeader, snapshotStart } from '@lostwax/contract';
import type { PinTable } from '../pin-table.ts';
import { SEGMENTS } from '../pins/pins.ts';
import { recordAt } from '../pins/segment.ts';
import { newPinWords } from '../pins/words.ts';

/** The fields of a dump's header. */
export type DumpHeader = Pick<SnapshotHeader, 'issuer' | 'feed' | 'position' | 'at'>;

// Numbers not yet known are overwritten at the end. Padding with spaces does not change JSON.
const LARGEST = Number.MAX_SAFE_INTEGER;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Writes a table as a snapshot, one segment at a time, while the table keeps changing. Some changes after the
 * header's position are included, others not. Applying a change twice has no effect, so replaying all of them
 * in order gives the same set.
 *
 * @param path - The file appears here once it is complete, never in part.
 * @throws what node:fs throws.
 */
export async function dumpTable(table: PinTable, header: DumpHeader, path: string): Promise<number> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w+', 0o600);
  try {
    const room = snapshotStart({ ...header, count: LARGEST, bytes: LARGEST });
    const { count, bytes } = await writeEntries(file, table, room.length);
    await writeAll(file, snapshotStart({ ...header, count, bytes }, room.length), 0);
    const end = room.length + bytes;
    await writeAll(file, await hashOf(file, end), end);
    await rename(temporary, path);
    return end;
  } finally {
    await file.close();
  }
}

async function writeEntries(
  file: FileHandle,
  table: PinTable,
  start: number,
): Promise<{ count: number; bytes: number }> {
  let count = 0;
  let at = start;
  for (let index = 0; index < SEGMENTS; index++) {
    const bytes = table.withRecords ? recordsOf(table, index) : pinsOf(table, index);
    count += table.sizeOf(index);
    await writeAll(file, bytes, at);
    at += bytes.length;
  }
  return { count, bytes: at - start };
}

function pinsOf(table: PinTable, index: number): Buffer {
  const bytes = Buffer.allocUnsafe(table.sizeOf(index) * HALF_PIN_BYTES);
  const pin = newPinWords();
  let at = 0;
  table.eachOf(index, pin, () => {
    for (let word = 0; word < HALF_PIN_BYTES / 4; word++) at = bytes.writeInt32LE(pin[word] as number, at);
  });
  return bytes;
}

function recordsOf(table: PinTable, index: number): Buffer {
  const entries: Buffer[] = [];
  table.eachOf(index, newPinWords(), ({ segment, place }) => {
    entries.push(frameOf(recordAt(segment, place)));
  });
  return Buffer.concat(entries);
}

async function hashOf(file: FileHandle, end: number): Promise<Buffer> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0; at < end; ) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(CHUNK_BYTES, end - at), at);
    if (bytesRead === 0) throw new Error('The file was truncated while it was written.');
    hash.update(chunk.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest();
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
