/**
 * A pin as eight 32-bit words, little-endian. A table of the public feed keeps and compares only the first
 * four. Callers reuse one such array, so that a lookup allocates nothing.
 */
export type PinWords = Int32Array;

export function newPinWords(): PinWords {
  return new Int32Array(8);
}

/** Reads 16 or 32 bytes. */
export function readPin(bytes: DataView, offset: number, byteCount: number, into: PinWords): void {
  for (let word = 0; word * 4 < byteCount; word++) into[word] = bytes.getInt32(offset + word * 4, true);
  makeStorable(into);
}

/**
 * Reads a digest of 32 characters, one byte per character (`binary`). node:crypto returns such a string in a
 * third of the time of a Buffer.
 */
export function readDigest(digest: string, into: PinWords): void {
  for (let word = 0; word < 8; word++) {
    const at = word * 4;
    into[word] =
      digest.charCodeAt(at) |
      (digest.charCodeAt(at + 1) << 8) |
      (digest.charCodeAt(at + 2) << 16) |
      (digest.charCodeAt(at + 3) << 24);
  }
  makeStorable(into);
}

/** Reads 16 or 32 bytes. */
export function readPinBytes(bytes: Uint8Array, into: PinWords): void {
  for (let word = 0; word * 4 < bytes.length; word++) {
    const at = word * 4;
    into[word] =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
  }
  makeStorable(into);
}

/**
 * First words that mark a slot without a pin. A pin that begins with one of them is stored as if it began
 * with the word two higher. For two pins to collide this way, 126 bits have to be equal.
 */
export const EMPTY = 0;
export const DEAD = 1;

function makeStorable(pin: PinWords): void {
  const first = pin[0];
  if (first === EMPTY || first === DEAD) pin[0] = first + 2;
}
