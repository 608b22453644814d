import { crc32 } from 'node:zlib';

/** CRC-32 of the `data` of an event, 8 hexadecimal digits: what a full feed adds to each (spec/feed.md §4). */
export function checksumOf(data: string): string {
  return crc32(data).toString(16).padStart(8, '0');
}
