import { readFileSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;

/**
 * The number of transactions in a write-ahead log: each ends with a frame that records the size of the database, and each cost
 * one sync (sqlite.org/fileformat2.html §4.1). Frames of an earlier round have a different salt.
 */
export function transactionsInWal(database: string): number {
  const wal = readFileSync(`${database}-wal`);
  if (wal.length < HEADER) return 0;
  const frame = FRAME_HEADER + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let count = 0;
  for (let at = HEADER; at + frame <= wal.length; at += frame) {
    if (wal.compare(salt, 0, 8, at + 8, at + 16) !== 0) break;
    if (wal.readUInt32BE(at + 4) !== 0) count += 1;
  }
  return count;
}
