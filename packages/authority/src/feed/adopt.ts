import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CHECKSUM_BYTES,
  HALF_PIN_BYTES,
  headerLength,
  PREAMBLE_BYTES,
  parseSnapshotHeader,
  positionText,
} from '@lostwax/contract';
import type { Snapshot } from './snapshot.ts';

/** A snapshot and when it was made, in milliseconds since the Unix epoch. */
export interface DatedSnapshot extends Snapshot {
  readonly madeAt: number;
}

/**
 * Deletes unfinished files of an earlier process and its snapshots of full feeds: they contain
 * personal data, and may have been restored from before an erasure.
 */
export function clearFolder(folder: string): void {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // The folder is created with the first snapshot.
  }
  for (const name of names)
    if (!/^\d+-public-[\w.-]+\.snapshot$/.test(name)) rmSync(join(folder, name), { force: true });
}

/**
 * Finds the snapshot of a public feed that an earlier process left, so that the many readers that
 * reconnect after a restart needn't wait for a new one, and interrupted downloads can continue.
 * Deletes those that are incomplete or of another issuer.
 */
export async function adoptSnapshot(
  folder: string,
  workspace: { readonly id: number; readonly issuer: string },
): Promise<DatedSnapshot | undefined> {
  let adopted: DatedSnapshot | undefined;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${workspace.id}-public-`)) continue;
    const file = join(folder, name);
    const whole =
      adopted === undefined ? await read(file, workspace.issuer).catch(() => undefined) : undefined;
    if (whole === undefined) await rm(file, { force: true });
    adopted ??= whole;
  }
  return adopted;
}

/** Returns undefined, or throws, unless the file is a complete snapshot. */
async function read(file: string, issuer: string): Promise<DatedSnapshot | undefined> {
  const handle = await open(file);
  try {
    const { size, mtimeMs } = await handle.stat();
    const start = await bytesAt(handle, 0, PREAMBLE_BYTES);
    const length = headerLength(start);
    if (length === undefined) return undefined;
    const header = parseSnapshotHeader((await bytesAt(handle, PREAMBLE_BYTES, length)).toString());
    if (header === undefined) return undefined;
    const { position, count, bytes } = header;
    const isOurs =
      header.issuer === issuer &&
      header.feed === 'public' &&
      bytes === count * HALF_PIN_BYTES &&
      file.endsWith(`-${positionText(position)}.snapshot`) &&
      size === PREAMBLE_BYTES + length + bytes + CHECKSUM_BYTES;
    if (!isOurs || !(await hasItsChecksum(handle, file, size))) return undefined;
    return { file, bytes: size, position, count, madeAt: mtimeMs };
  } finally {
    await handle.close();
  }
}

async function hasItsChecksum(handle: FileHandle, file: string, size: number): Promise<boolean> {
  const hash = createHash('sha256');
  const content = createReadStream(file, { end: size - CHECKSUM_BYTES - 1, highWaterMark: 1 << 20 });
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest().equals(await bytesAt(handle, size - CHECKSUM_BYTES, CHECKSUM_BYTES));
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer;
}
