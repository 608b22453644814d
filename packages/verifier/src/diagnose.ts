import {
  algorithms,
  isAlgorithmName,
  KeyError,
  parseAnyToken,
  readOpaqueKey,
  TOKEN_BEGIN,
} from '@lostwax/core';

/**
 * The likeliest mistake in a credential that is in no set. `issuer` is what the credential claims and must
 * not be trusted.
 */
export interface Diagnosis {
  readonly code:
    | 'token_malformed'
    | 'token_truncated'
    | 'key_id_malformed'
    | 'key_unknown'
    | 'client_secret_sent';
  /** Undefined if the credential names none, as with a complete opaque key. */
  readonly issuer: string | undefined;
}

/** Reports whether a text has the form of a key, even if mistyped. */
export function looksLikeKey(text: string): boolean {
  const opaque = readOpaqueKey(text);
  return (
    text.startsWith(TOKEN_BEGIN) || opaque === 'whole' || opaque === 'client_secret' || opaque === 'mistyped'
  );
}

const tokenCharacters = /^[A-Za-z0-9_.-]*$/;

/**
 * Names the likeliest mistake in a credential that has already been refused. The result never decides whether
 * a key is accepted.
 *
 * A flood of well-formed unknown keys costs the most, so that case is tried first and parsed only once. Other
 * mistakes are looked for after it.
 *
 * @param credential - At most 4,096 characters.
 * @example
 * const { code } = diagnose('not a key'); // 'token_malformed'
 */
export function diagnose(credential: string): Diagnosis {
  if (!credential.startsWith(TOKEN_BEGIN))
    return mistake(opaqueMistakes[readOpaqueKey(credential) ?? 'none']);
  try {
    return { code: 'key_unknown', issuer: parseAnyToken(credential).claims.iss };
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
  client_secret: 'client_secret_sent',
  mistyped: 'key_id_malformed',
  truncated: 'token_truncated',
  none: 'token_malformed',
} as const;

function mistake(code: Diagnosis['code']): Diagnosis {
  return { code, issuer: undefined };
}

/** Length of a signature by the algorithm in the header, or 0 if it names none. */
function signatureCharacters(header: string): number {
  const name = /"alg":"([^"]*)"/.exec(Buffer.from(header, 'base64url').toString('latin1'))?.[1];
  return isAlgorithmName(name) ? Math.ceil((algorithms[name].signatureBytes * 4) / 3) : 0;
}
