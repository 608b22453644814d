import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Bytes to look for. They are kept masked, so that the one who searches does not find himself. */
export interface Needle {
  /** Which secret it is a part of; a secret is found when any of its needles is. */
  readonly secret: number;
  readonly masked: Uint8Array;
}

const NEEDLE_BYTES = 16;
const MASK = 0xa5;
const CHUNK_BYTES = 1 << 20;
const PAGE_BYTES = 4096;

/**
 * Needles for one secret number: each piece of 16 bytes, in big-endian order as in DER and in little-endian order as in the limbs of
 * OpenSSL. Pieces, since the allocator writes over the first bytes of what is freed.
 */
export function needlesOf(secret: number, bigEndian: Uint8Array): Needle[] {
  const masked = bigEndian.map((byte) => byte ^ MASK);
  const orders = [masked, masked.toReversed()];
  return orders.flatMap((bytes) =>
    Array.from({ length: Math.floor(bytes.length / NEEDLE_BYTES) }, (_, n) => ({
      secret,
      masked: bytes.slice(n * NEEDLE_BYTES, (n + 1) * NEEDLE_BYTES),
    })),
  );
}

/**
 * Searches all memory that this process can write to, at every byte. Linux only.
 *
 * The search makes next to no garbage: a collection that it set off itself would free what it is to find.
 *
 * @returns Which secrets were found, and how many bytes were searched.
 */
export function searchOwnMemory(needles: readonly Needle[]): { found: Set<number>; bytes: number } {
  const index = indexOf(needles);
  const found = new Set<number>();
  const memory = openSync('/proc/self/mem', 'r');
  const chunk = new Uint8Array(CHUNK_BYTES);
  let bytes = 0;
  for (const [start, end] of residentRanges()) {
    // Each chunk begins a needle before the end of the last one.
    for (let at = start; at < end; at += CHUNK_BYTES - NEEDLE_BYTES) {
      const length = readSome(memory, chunk, Math.min(CHUNK_BYTES, end - at), at);
      searchChunk(chunk, length, index, found);
      bytes += length;
    }
  }
  closeSync(memory);
  return { found, bytes };
}

/** Needles by their first two bytes: those of `start` are numbers `from[start]` up to `from[start + 1]`. */
interface Index {
  readonly from: Int32Array;
  readonly masked: Uint8Array;
  readonly secrets: Int32Array;
}

function indexOf(needles: readonly Needle[]): Index {
  const sorted = needles.toSorted((a, b) => startOf(a.masked, 0, MASK) - startOf(b.masked, 0, MASK));
  const from = new Int32Array(65_537);
  for (const { masked } of sorted) add(from, startOf(masked, 0, MASK) + 1, 1);
  for (let start = 0; start < 65_536; start += 1) add(from, start + 1, get(from, start));
  const masked = new Uint8Array(sorted.length * NEEDLE_BYTES);
  for (const [n, needle] of sorted.entries()) masked.set(needle.masked, n * NEEDLE_BYTES);
  return { from, masked, secrets: Int32Array.from(sorted, ({ secret }) => secret) };
}

function searchChunk(bytes: Uint8Array, length: number, index: Index, found: Set<number>): void {
  const { from, masked, secrets } = index;
  for (let at = 0; at <= length - NEEDLE_BYTES; at += 1) {
    const start = startOf(bytes, at, 0);
    const last = get(from, start + 1);
    for (let n = get(from, start); n < last; n += 1) {
      if (stands(masked, n * NEEDLE_BYTES, bytes, at)) found.add(get(secrets, n));
    }
  }
}

function stands(masked: Uint8Array, needle: number, bytes: Uint8Array, at: number): boolean {
  for (let n = 0; n < NEEDLE_BYTES; n += 1) {
    if ((get(masked, needle + n) ^ MASK) !== bytes[at + n]) return false;
  }
  return true;
}

function get(numbers: Uint8Array | Int32Array, n: number): number {
  return numbers[n] as number;
}

function add(numbers: Int32Array, n: number, more: number): void {
  numbers[n] = get(numbers, n) + more;
}

function startOf(bytes: Uint8Array, at: number, mask: number): number {
  return (get(bytes, at) ^ mask) | ((get(bytes, at + 1) ^ mask) << 8);
}

/** Runs of pages that are writable and were ever touched; V8 reserves half a gigabyte that is not. */
function residentRanges(): [start: number, end: number][] {
  const lines = readFileSync('/proc/self/maps', 'utf8').trim().split('\n');
  const pages = openSync('/proc/self/pagemap', 'r');
  const ranges = lines
    .filter((line) => line.includes(' rw'))
    .flatMap((line) => {
      const [start = '', end = ''] = (line.split(' ')[0] ?? '').split('-');
      return touched(pages, Number.parseInt(start, 16), Number.parseInt(end, 16));
    });
  closeSync(pages);
  return ranges;
}

/** One entry of 8 bytes a page; the highest bits of its last byte say present and swapped (proc_pid_pagemap(5)). */
function touched(pages: number, start: number, end: number): [start: number, end: number][] {
  const entries = new Uint8Array(((end - start) / PAGE_BYTES) * 8);
  readSome(pages, entries, entries.length, (start / PAGE_BYTES) * 8);
  const ranges: [start: number, end: number][] = [];
  for (let at = start; at < end; at += PAGE_BYTES) {
    if ((get(entries, ((at - start) / PAGE_BYTES) * 8 + 7) & 0xc0) === 0) continue;
    const last = ranges.at(-1);
    if (last?.[1] === at) last[1] += PAGE_BYTES;
    else ranges.push([at, at + PAGE_BYTES]);
  }
  return ranges;
}

/** Memory that has gone since the map was read, or that a device owns, has nothing to read. */
function readSome(file: number, into: Uint8Array, length: number, position: number): number {
  try {
    return readSync(file, into, 0, length, position);
  } catch {
    return 0;
  }
}
