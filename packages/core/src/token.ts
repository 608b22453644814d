import { type AlgorithmName, algorithms, importMembers, isAlgorithmName } from './algorithms.ts';
import { type Claims, claimsFault } from './claims.ts';
import { base64urlLength, decodeBase64url } from './encoding.ts';
import { KeyError } from './errors.ts';
import { parseCanonicalObject } from './json.ts';
import { type PublicJwk, parsePublicJwk } from './jwk.ts';
import { isKeyId, parseKeyId } from './key-id.ts';

/** The fixed part of `{"kid":"` in base64url. Every token begins with it (spec/token.md §2). */
export const TOKEN_BEGIN = 'eyJraWQiOi';

/** The longest token, in characters. */
export const MAX_TOKEN_CHARACTERS = 4096;

/**
 * A token in the one accepted spelling. Don't trust its content before its pin or signature is
 * checked.
 */
export interface ParsedToken {
  readonly keyId: string;
  /** From the header. Take the algorithm from the key record, never from here. */
  readonly algorithm: AlgorithmName;
  readonly claims: Claims;
  /** Header and payload as signed: ASCII, the two parts joined by a dot. */
  readonly signingInput: string;
  /** Exactly the algorithm's length. */
  readonly signature: Uint8Array;
}

const tokenForm = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const headerForm = /^\{"kid":"([\x20\x21\x23-\x5b\x5d-\x7e]*)","alg":"([A-Za-z0-9]+)","typ":"JWT"\}$/;

/**
 * Parses a token by the strict rules of spec/token.md §6: each token has one accepted spelling. Doesn't check the
 * signature.
 *
 * The length is checked first and the characters next, so that megabytes of dots cost nothing.
 *
 * @throws {@link KeyError} `key_id_malformed` if the header is right except for the key ID, as after a typing
 *   mistake; `token_malformed` for anything else.
 */
export function parseToken(text: string): ParsedToken {
  const token = read(text);
  if (token.claims.jti !== token.keyId) throw malformed('of its claims, "jti" must be the key ID');
  return token;
}

/** A token whose key has its own pair or shares a signing key (spec/shared-signed.md). */
export interface ParsedAnyToken extends ParsedToken {
  /** The key's ID: the `jti`. */
  readonly keyId: string;
  /** The ID of the key that signed it: the `kid` in the header. Equal to `keyId` if the key has its own pair. */
  readonly signingKeyId: string;
}

/**
 * Parses a token by the rules of {@link parseToken}, except that the `jti` may differ from the key ID in the header if
 * both have the same prefix. Doesn't check the signature.
 *
 * @throws {@link KeyError} As {@link parseToken}.
 */
export function parseAnyToken(text: string): ParsedAnyToken {
  const token = read(text);
  const { keyId: signingKeyId } = token;
  const keyId = token.claims.jti;
  if (
    keyId !== signingKeyId &&
    (!isKeyId(keyId) || parseKeyId(keyId).prefix !== parseKeyId(signingKeyId).prefix)
  )
    throw malformed('of its claims, "jti" must be a key ID with the prefix of the one in its header');
  return { ...token, keyId, signingKeyId };
}

function read(text: string): ParsedToken {
  if (typeof text !== 'string' || text.length > MAX_TOKEN_CHARACTERS) {
    throw malformed(`it is longer than ${MAX_TOKEN_CHARACTERS} characters`);
  }
  const [, header, payload, signaturePart] = tokenForm.exec(text) ?? [];
  if (!header || !payload || !signaturePart) throw malformed(formFault(text));
  const { keyId, algorithm } = parseHeader(header);
  const signature = decodeBase64url(signaturePart);
  if (signature?.length !== algorithms[algorithm].signatureBytes) {
    throw malformed('its third part does not have the length of a signature, so it was probably cut off');
  }
  return {
    keyId,
    algorithm,
    claims: parseClaims(payload),
    signingInput: `${header}.${payload}`,
    signature,
  };
}

/**
 * Verifies the signature of a token with the public half of its key.
 *
 * @param jwk - Checked here ({@link parsePublicJwk}); its key ID must be the token's.
 * @param algorithm - The key's one algorithm, from the key record.
 * @throws {@link KeyError} `public_half_invalid`. Never because of the token.
 */
export function verifyToken(token: ParsedToken, jwk: PublicJwk, algorithm: AlgorithmName): boolean {
  const { kid, alg, use: _, ...members } = parsePublicJwk(jwk);
  if (kid !== token.keyId || alg !== algorithm || token.algorithm !== algorithm) return false;
  return algorithms[algorithm].verify(
    Buffer.from(token.signingInput),
    token.signature,
    importMembers(members),
  );
}

/** What is signed: header and payload of a token, as the bytes of spec/token.md §2. */
export function encodeSigningInput(algorithm: AlgorithmName, keyId: string, claims: Claims): string {
  const header = `{"kid":"${keyId}","alg":"${algorithm}","typ":"JWT"}`;
  const payload = JSON.stringify(claims);
  return `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
}

/**
 * @returns The signing input itself.
 * @throws {@link KeyError} `token_too_long` where the token would be longer than {@link MAX_TOKEN_CHARACTERS}.
 */
export function fitted(algorithm: AlgorithmName, signingInput: string): string {
  const characters = tokenCharacters(algorithm, signingInput);
  if (characters <= MAX_TOKEN_CHARACTERS) return signingInput;
  throw new KeyError(
    'token_too_long',
    `The token would have ${characters} characters; the limit is ${MAX_TOKEN_CHARACTERS}. ` +
      'Shorten the claims or give fewer scopes.',
  );
}

/** Length of a token whose first two parts are known, in characters. */
export function tokenCharacters(algorithm: AlgorithmName, signingInput: string): number {
  return signingInput.length + 1 + base64urlLength(algorithms[algorithm].signatureBytes);
}

/**
 * The header is compared as bytes and never parsed as JSON, so that duplicate, additional or
 * reordered members can't get in.
 */
function parseHeader(part: string): { keyId: string; algorithm: AlgorithmName } {
  const [, keyId, algorithm] = headerForm.exec(decodeBase64url(part)?.toString('latin1') ?? '') ?? [];
  if (keyId === undefined || !isAlgorithmName(algorithm)) {
    throw malformed('its first part is not the header of a Lostwax token');
  }
  parseKeyId(keyId);
  return { keyId, algorithm };
}

function parseClaims(part: string): Claims {
  const bytes = decodeBase64url(part);
  const claims = bytes && parseCanonicalObject(bytes);
  if (claims === undefined) throw malformed('its second part is not JSON in canonical form');
  const fault = claimsFault(claims);
  if (fault !== undefined) throw malformed(`of its claims, ${fault}`);
  return claims as Claims;
}

function formFault(text: string): string {
  const parts = text.split('.').length;
  if (parts < 3) return 'it has fewer than three parts, so it was probably cut off';
  if (parts > 3) return 'it has more than three parts';
  return 'it contains a character that is not allowed, or an empty part';
}

function malformed(reason: string): KeyError {
  return new KeyError(
    'token_malformed',
    `This is not a Lostwax token: ${reason}. Copy the key again in full.`,
  );
}
