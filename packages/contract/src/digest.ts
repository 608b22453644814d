import { HALF_PIN_BYTES } from './pin.ts';

const WORDS = HALF_PIN_BYTES / 4;

/**
 * The digest of a set of pins (spec/feed.md §1): the first 16 bytes of each, joined by exclusive
 * or.
 *
 * A pin that comes or goes changes it in the same way, so it costs nothing to keep and does not
 * depend on the order. It is there to notice
 * that two sets differ by mistake. It does not protect against chosen pins: pins are SHA-256, and
 * come from the authority.
 */
export class SetDigest {
  readonly #words: Int32Array = new Int32Array(WORDS);
  /** What {@link bytes} and {@link text} returned since the last toggle. */
  #bytes: Buffer | undefined;
  #text: string | undefined;

  /** @param bytes - 16 bytes of an earlier digest, or its text; left out: that of the empty set. */
  constructor(bytes?: Uint8Array | string) {
    if (bytes !== undefined) this.toggle(typeof bytes === 'string' ? Buffer.from(bytes, 'base64url') : bytes);
  }

  /**
   * Adds or removes one pin.
   *
   * @param bytes - Its first 16 bytes, from `offset` on.
   */
  toggle(bytes: Uint8Array, offset = 0): this {
    this.#bytes = undefined;
    this.#text = undefined;
    const words = this.#words;
    for (let word = 0; word < WORDS; word++) {
      const at = offset + word * 4;
      (words[word] as number) ^=
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
    }
    return this;
  }

  /**
   * Adds every half pin in these bytes.
   *
   * @param bytes - A multiple of 16.
   */
  toggleAll(bytes: Uint8Array): this {
    for (let at = 0; at < bytes.length; at += HALF_PIN_BYTES) this.toggle(bytes, at);
    return this;
  }

  /** The 16 bytes, as a database keeps them. Not to be changed: the next caller gets the same ones. */
  get bytes(): Buffer {
    if (this.#bytes !== undefined) return this.#bytes;
    const bytes = Buffer.alloc(HALF_PIN_BYTES);
    this.#words.forEach((word, index) => {
      bytes.writeInt32LE(word, index * 4);
    });
    this.#bytes = bytes;
    return bytes;
  }

  /** 22 characters of base64url: the last part of a position. */
  get text(): string {
    this.#text ??= this.bytes.toString('base64url');
    return this.#text;
  }
}

/** The digest of the empty set, in text. */
export const EMPTY_DIGEST: string = new SetDigest().text;
