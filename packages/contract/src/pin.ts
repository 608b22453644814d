/** Length of a pin: SHA-256 of a credential. */
export const PIN_BYTES = 32;

/** Length of the part of a pin that is in the public feed and counts in the digest of a set. */
export const HALF_PIN_BYTES = 16;

/** Bytes of a pin as the feeds write them: base64url without padding. */
export function pinText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/**
 * Reads a pin in its one spelling.
 *
 * @param byteCount - {@link PIN_BYTES} or {@link HALF_PIN_BYTES}.
 * @returns Undefined for everything else.
 */
export function parsePin(text: unknown, byteCount: number): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === byteCount && bytes.toString('base64url') === text ? bytes : undefined;
}
