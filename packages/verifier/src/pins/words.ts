/**
 * A pin as 32-bit words, little-endian: 8 of them, of which a table of the public feed keeps and compares the first 4.
 *
 * One such array is filled again and again by whoever looks pins up, so that a look-up allocates nothing.
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

/** Reads a digest of 32 characters, one a byte (`binary`): node:crypto makes such a text in a third of a Buffer's time. */
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

/** Reads 16 or 32 bytes, all that there are. */
export function readPinBytes(bytes: Uint8Array, into: PinWords): void {
  readPin(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length, into);
}

/**
 * First words that mark a slot without a pin. A pin that begins with one of them is kept as if it began with the word two
 * higher. That two pins meet so takes 126 equal bits.
 */
export const EMPTY = 0;
export const DEAD = 1;

function makeStorable(pin: PinWords): void {
  const first = pin[0];
  if (first === EMPTY || first === DEAD) pin[0] = first + 2;
}
