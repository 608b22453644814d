import {
  algorithms,
  isAlgorithmName,
  KeyError,
  opaqueKeysIn,
  parseToken,
  readOpaqueKey,
} from '@lostwax/core';

/** What a credential that no set has looks like; `issuer` is what it says of itself, believed by nobody. */
export interface Diagnosis {
  readonly code: 'token_malformed' | 'token_truncated' | 'key_id_malformed' | 'key_unknown';
  /** Undefined where it names none: of a whole opaque key only its set could say whose it is. */
  readonly issuer: string | undefined;
}

/** The base64url text of `{"kid":"`, as far as it is fixed: with it every token begins. */
const TOKEN_BEGIN = 'eyJraWQiOi';

/** Whether a text is like a key in its form, though perhaps mistyped. */
export function looksLikeKey(text: string): boolean {
  const opaque = readOpaqueKey(text);
  return text.startsWith(TOKEN_BEGIN) || opaque === 'whole' || opaque === 'mistyped';
}

/** Whether a key is somewhere in a text. */
export function containsKey(text: string): boolean {
  return text.includes(TOKEN_BEGIN) || opaqueKeysIn(text).length > 0;
}
const tokenCharacters = /^[A-Za-z0-9_.-]*$/;

/**
 * Names the likeliest mistake in a credential that has been refused already. What it answers with never decides.
 *
 * A flood of well-formed unknown keys is the dearest, and so is read first and once; what is wrong with the others is looked for afterwards.
 *
 * @param credential - At most 4,096 characters.
 */
export function diagnose(credential: string): Diagnosis {
  if (!credential.startsWith(TOKEN_BEGIN))
    return mistake(opaqueMistakes[readOpaqueKey(credential) ?? 'none']);
  try {
    return { code: 'key_unknown', issuer: parseToken(credential).claims.iss };
  } catch (error) {
    if (!tokenCharacters.test(credential)) return mistake('token_malformed');
    const [header = '', , signature, ...more] = credential.split('.', 4);
    if (more.length > 0) return mistake('token_malformed');
    if (signature === undefined || signature.length < signatureCharacters(header))
      return mistake('token_truncated');
    const mistyped = error instanceof KeyError && error.code === 'key_id_malformed';
    return mistake(mistyped ? 'key_id_malformed' : 'token_malformed');
  }
}

const opaqueMistakes = {
  whole: 'key_unknown',
  mistyped: 'key_id_malformed',
  truncated: 'token_truncated',
  none: 'token_malformed',
} as const;

function mistake(code: Diagnosis['code']): Diagnosis {
  return { code, issuer: undefined };
}

/** Of the algorithm that the header names; 0 where it names none. */
function signatureCharacters(header: string): number {
  const name = /"alg":"([^"]*)"/.exec(Buffer.from(header, 'base64url').toString('latin1'))?.[1];
  return isAlgorithmName(name) ? Math.ceil((algorithms[name].signatureBytes * 4) / 3) : 0;
}
