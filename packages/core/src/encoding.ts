/** Length of `byteCount` bytes in base64url without padding. */
export function base64urlLength(byteCount: number): number {
  return Math.ceil((byteCount * 4) / 3);
}

/**
 * Bytes of a base64url text, or undefined where the text is not their one canonical spelling: padding, line breaks, the
 * standard alphabet, and bits left over in the last character (RFC 7515 §2, RFC 4648 §3.5).
 */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
