/** Length of a pin: SHA-256 of a credential. */
export const PIN_BYTES = 32;

/** Length of the part of a pin that is in the public feed and counts in the digest of a set. */
export const HALF_PIN_BYTES = 16;

/** Bytes of a pin as the feeds write them: base64url without padding. */
export function pinText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

// The last character has bits to spare, which are 0. Decoding and encoding again to compare takes three times as long.
const PIN = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const HALF_PIN = /^[\w-]{21}[AQgw]$/;

/**
 * Reads a pin in its one spelling.
 *
 * @returns Undefined for everything else.
 */
export function parsePin(
  text: unknown,
  byteCount: typeof PIN_BYTES | typeof HALF_PIN_BYTES,
): Buffer | undefined {
  const spelling = byteCount === PIN_BYTES ? PIN : HALF_PIN;
  return typeof text === 'string' && spelling.test(text) ? Buffer.from(text, 'base64url') : undefined;
}
