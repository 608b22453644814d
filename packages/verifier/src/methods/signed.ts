import type { EntryRecord } from '@lostwax/contract';
import {
  type Claims,
  type JsonValue,
  type ParsedToken,
  parseToken,
  registeredClaimNames,
} from '@lostwax/core';
import type { Method } from './method.ts';

/**
 * The default method: the credential is a signed token that says what it grants.
 *
 * No signature is verified here. The pin came from the authority and identifies exactly this text, so the
 * claims read after the pin was found are the ones that the authority signed.
 */
export const signed: Method = {
  name: 'signed',
  presentedAs: 'text',
  read(credential, { issuer, workspace }, record) {
    const token = readToken(credential);
    if (token?.claims.iss !== issuer) return undefined;
    const { keyId, claims } = token;
    const expiresAtSeconds = earliest(claims.exp, record);
    return {
      keyId,
      subject: claims.sub,
      issuer,
      workspace,
      audience: claims.aud,
      scopes: claims.scope?.split(' ') ?? [],
      claims: ownClaims(claims),
      ...(expiresAtSeconds !== undefined && { expiresAtSeconds }),
      method: 'signed',
    };
  },
};

function readToken(credential: string): ParsedToken | undefined {
  try {
    return parseToken(credential);
  } catch {
    return undefined;
  }
}

/** When an overlap ends is in the record; the token cannot contain it. */
function earliest(exp: number | undefined, record: EntryRecord | undefined): number | undefined {
  return record?.exp !== undefined && (exp === undefined || record.exp < exp) ? record.exp : exp;
}

function ownClaims(claims: Claims): Record<string, JsonValue> {
  const own: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (value !== undefined && !registeredClaimNames.has(name)) own[name] = value;
  }
  return own;
}
