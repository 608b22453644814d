/** Length of `byteCount` bytes in base64url without padding. */
export function base64urlLength(byteCount: number): number {
  return Math.ceil((byteCount * 4) / 3);
}

/**
 * Decodes a base64url string, or returns undefined unless it is the one canonical spelling: no
 * padding, line breaks, standard alphabet, or bits left over in the last character (RFC 7515 §2,
 * RFC 4648 §3.5).
 */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
