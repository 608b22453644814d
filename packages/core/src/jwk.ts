import {
  type AlgorithmName,
  algorithms,
  importMembers,
  isAlgorithmName,
  type KeyMembers,
} from './algorithms.ts';
import { KeyError } from './errors.ts';
import { isJsonObject } from './json.ts';
import { isPublicKeyId } from './key-id.ts';

/** A published public half: a JWK (RFC 7517) of spec/key-set.md §2. */
export type PublicJwk = KeyMembers & {
  readonly kid: string;
  readonly alg: AlgorithmName;
  readonly use: 'sig';
};

/** Members of RFC 7518 §6 that contain private or symmetric keys. */
const privateMembers: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Builds a JWK from the members of a public half, its key ID and algorithm. */
export function makePublicJwk(members: KeyMembers, kid: string, alg: AlgorithmName): PublicJwk {
  return { ...members, kid, alg, use: 'sig' };
}

/**
 * Checks a JWK and returns it with the members of spec/key-set.md §2 alone; others are dropped (RFC 7517 §4).
 *
 * @throws {@link KeyError} `public_half_invalid`: an algorithm, curve or size that the table does not have, coordinates that are
 *   not canonical or not on the curve, an Ed25519 point of small order, an RSA exponent other than 65537, a key id that is
 *   neither a key's nor a sentinel's, or any private member.
 */
export function parsePublicJwk(value: unknown): PublicJwk {
  if (!isJsonObject(value)) throw invalid('it is not an object');
  const { kid, alg, use } = value;
  const leaked = privateMembers.find((name) => Object.hasOwn(value, name));
  if (leaked !== undefined) throw invalid(`it contains the private member "${leaked}"`);
  if (!isAlgorithmName(alg)) throw invalid('its "alg" is not ES256, RS256 or EdDSA');
  if (use !== 'sig') throw invalid('its "use" is not "sig"');
  if (typeof kid !== 'string' || !isPublicKeyId(kid)) throw invalid('its "kid" is not a key ID');
  const members = algorithms[alg].readMembers(value);
  if (members === undefined) throw invalid(`its members are not those of a valid ${alg} key`);
  try {
    importMembers(members);
  } catch {
    throw invalid('its coordinates are not a point on the curve');
  }
  return makePublicJwk(members, kid, alg);
}

/**
 * Writes a JWK: members kty, crv, x, y (n, e), kid, alg, use in this order, without spaces (spec/key-set.md §2).
 *
 * @returns JSON in ASCII, ready to be joined by {@link keySetText}.
 */
export function renderJwk(jwk: PublicJwk): string {
  const { kid, alg, use } = jwk;
  return JSON.stringify({ ...membersOnly(jwk), kid, alg, use });
}

function membersOnly(jwk: PublicJwk): KeyMembers {
  if (jwk.kty === 'EC') return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  if (jwk.kty === 'RSA') return { kty: jwk.kty, n: jwk.n, e: jwk.e };
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}

function invalid(reason: string): KeyError {
  return new KeyError(
    'public_half_invalid',
    `This public half cannot be used: ${reason}. Fetch the key set again.`,
  );
}
