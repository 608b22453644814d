const hex = /^[0-9a-f]{64}$/i;
const base64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * Reads a SHA-256 hash in hexadecimal, base64 or base64url, with or without `sha256:` before it.
 *
 * @returns Base64url without padding, or undefined for anything else.
 */
export function readHash(text: string): string | undefined {
  const bare = text.replace(/^sha-?256[:$]/i, '');
  if (hex.test(bare)) return Buffer.from(bare, 'hex').toString('base64url');
  if (!base64.test(bare)) return undefined;
  const pin = Buffer.from(bare, 'base64url').toString('base64url');
  // Bits beyond the 32 bytes would be dropped silently.
  return pin === bare.replace(/=$/, '').replaceAll('+', '-').replaceAll('/', '_') ? pin : undefined;
}
