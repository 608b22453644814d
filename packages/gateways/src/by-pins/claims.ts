import type { ByPinsSettings } from './options.ts';

/**
 * The beginning of the claims, which have the names that a token has for them, in base64url. JSON allows spaces before a
 * member: with a multiple of three bytes, the rest can follow in base64url too.
 */
export function claimsBeginning({ issuer, audience }: ByPinsSettings): string {
  const before = `{"iss":${JSON.stringify(issuer)},"aud":${JSON.stringify(audience)},`;
  const after = '"jti":"';
  const spaces = ' '.repeat((3 - ((before.length + after.length) % 3)) % 3);
  return Buffer.from(before + spaces + after).toString('base64url');
}
