/** Builds forged tokens, from the parts of a real one or from an attacker's own. */
import { parseToken } from '@lostwax/core';

/** Text or bytes in base64url. */
export function encode(value: string | Uint8Array): string {
  return Buffer.from(value as string).toString('base64url');
}

/** Header, payload and signature as they are in a token. */
export function partsOf(token: string): [header: string, payload: string, signature: string] {
  return token.split('.') as [string, string, string];
}

/** The content of a part, as text. */
export function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

/** A token with another header but the same signature. */
export function withHeader(token: string, change: (header: string) => string): string {
  const [header, payload, signature] = partsOf(token);
  return [encode(change(textOf(header))), payload, signature].join('.');
}

/** A token with another payload but the same signature. */
export function withPayload(token: string, change: (payload: string) => string): string {
  const [header, payload, signature] = partsOf(token);
  return [header, encode(change(textOf(payload))), signature].join('.');
}

/** A token with another signature. */
export function withSignature(token: string, signature: Uint8Array): string {
  const [header, payload] = partsOf(token);
  return [header, payload, encode(signature)].join('.');
}

/** A token whose header has extra members after the required ones. */
export function withMembers(token: string, members: Record<string, unknown>): string {
  return withHeader(token, (header) => JSON.stringify({ ...JSON.parse(header), ...members }));
}

/** A token whose key ID is another JSON value. */
export function withKeyId(token: string, kid: unknown): string {
  return withHeader(token, (header) => JSON.stringify({ ...JSON.parse(header), kid }));
}

/** The key ID with one wrong character, so that its checksum is wrong. */
export function mistypedKeyId(token: string): string {
  const { keyId } = parseToken(token);
  const at = keyId.length - 8;
  return withKeyId(token, keyId.slice(0, at) + (keyId[at] === 'a' ? 'b' : 'a') + keyId.slice(at + 1));
}

const N_P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature that ECDSA accepts: (r, n - s). */
export function mirrored(token: string): string {
  const signature = Buffer.from(partsOf(token)[2], 'base64url');
  const s = N_P256 - BigInt(`0x${signature.toString('hex', 32)}`);
  signature.write(s.toString(16).padStart(64, '0'), 32, 'hex');
  return withSignature(token, signature);
}

/** The order of P-256 in 32 bytes, for signatures with r or s equal to n. */
export const orderOfP256: Buffer = Buffer.from(N_P256.toString(16), 'hex');
