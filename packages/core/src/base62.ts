import { crc32 } from 'node:zlib';

/** The digits of base62, in the order of their values. */
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Length of a check in characters. */
export const CHECK_CHARACTERS = 6;

/**
 * Returns the check of a string: its CRC-32 (as in zlib) in 6 base62 characters, padded on the left
 * with `0`.
 */
export function checkOf(text: string): string {
  let rest = crc32(text);
  let check = '';
  while (check.length < CHECK_CHARACTERS) {
    check = base62.charAt(rest % 62) + check;
    rest = Math.floor(rest / 62);
  }
  return check;
}

/**
 * Returns random base62 characters, each equally likely.
 *
 * @param nextByte - The source: uniform bytes, 0 to 255.
 */
export function randomBase62(characters: number, nextByte: () => number): string {
  let text = '';
  while (text.length < characters) {
    const byte = nextByte();
    // 256 isn't a multiple of 62: with the last 8 bytes, the first 8 characters would be more
    // likely than the rest.
    if (byte < 248) text += base62.charAt(byte % 62);
  }
  return text;
}
