import { KeyError } from './errors.ts';
import { type JsonObject, type JsonValue, jsonFault } from './json.ts';
import { isCustomer, isScope } from './names.ts';

/**
 * The claims of a token (spec/token.md §4), in the order in which they are written; the producer's
 * own claims come last.
 */
export interface Claims {
  /** `<origin>/<workspace>`. */
  readonly iss: string;
  /** The customer: 1 to 255 visible ASCII characters. */
  readonly sub: string;
  readonly aud: string;
  /** Seconds since the Unix epoch, 30 before the issue. */
  readonly iat: number;
  /** The key ID. */
  readonly jti: string;
  /** Seconds since the Unix epoch; the key is refused from this second on. */
  readonly exp?: number;
  /** Scopes joined by one space (RFC 8693 §4.2). */
  readonly scope?: string;
  readonly [own: string]: JsonValue | undefined;
}

/** The input of {@link buildClaims}. */
export interface ClaimsInput {
  readonly issuer: string;
  readonly customer: string;
  readonly audience: string;
  readonly keyId: string;
  /** Seconds since the Unix epoch. */
  readonly issuedAtSeconds: number;
  /** Seconds since the Unix epoch; omitted: never. */
  readonly expiresAtSeconds?: number | undefined;
  readonly scopes: readonly string[];
  /** The producer's own claims. */
  readonly claims: JsonObject;
}

/** How far `iat` lies before the issue: a gateway whose clock is slow must not refuse a new key. */
export const ISSUED_AT_SKEW_SECONDS = 30;

const ownNames: readonly string[] = ['iss', 'sub', 'aud', 'iat', 'jti', 'exp', 'scope'];
const foreignNames: readonly string[] = ['nbf', 'azp', 'client_id', 'cnf', 'act', 'may_act', 'status'];

/**
 * Names that the producer's own claims must not use: those that Lostwax writes, and others of the
 * IANA registry that tell a gateway when, for whom and with what proof a token is valid.
 */
export const registeredClaimNames: ReadonlySet<string> = new Set([...ownNames, ...foreignNames]);

/**
 * Builds the claims of a key.
 *
 * @throws {@link KeyError} `claim_registered` if one of the producer's claims has a registered
 * name; `claims_invalid` if a customer, scope, time or claim isn't allowed by spec/token.md §4.
 */
export function buildClaims(input: ClaimsInput): Claims {
  const registered = Object.keys(input.claims).find((name) => registeredClaimNames.has(name));
  if (registered !== undefined) {
    throw new KeyError(
      'claim_registered',
      `The claim "${registered}" has a registered name, which only Lostwax sets. Choose another name.`,
    );
  }
  const claims: Claims = {
    iss: input.issuer,
    sub: input.customer,
    aud: input.audience,
    iat: input.issuedAtSeconds - ISSUED_AT_SKEW_SECONDS,
    jti: input.keyId,
    ...(input.expiresAtSeconds !== undefined && { exp: input.expiresAtSeconds }),
    ...(input.scopes.length > 0 && { scope: input.scopes.join(' ') }),
    ...input.claims,
  };
  const fault = input.scopes.every(isScope)
    ? (claimsFault(claims as JsonObject) ?? jsonFault(claims))
    : 'a scope contains a character that is not allowed';
  if (fault !== undefined) {
    throw new KeyError('claims_invalid', `The claims cannot be signed: ${fault}. Change them and try again.`);
  }
  return claims;
}

/**
 * Describes the first violation of spec/token.md §4, or returns undefined. Checks neither the
 * spelling nor what {@link jsonFault} reports.
 */
export function claimsFault(value: JsonObject): string | undefined {
  const { iss, sub, aud, iat, jti, exp, scope } = value;
  if (!isText(iss) || !isText(aud) || !isText(jti)) return '"iss", "aud" and "jti" must be strings';
  if (!isCustomer(sub)) return '"sub" must be 1 to 255 visible ASCII characters';
  if (!isSeconds(iat)) return '"iat" must be a whole number of seconds';
  if (Object.hasOwn(value, 'exp') && !isSeconds(exp)) return '"exp" must be a whole number of seconds';
  if (Object.hasOwn(value, 'scope') && !isScopeList(scope))
    return '"scope" must be scopes joined by one space';
  const foreign = foreignNames.find((name) => Object.hasOwn(value, name));
  if (foreign !== undefined) return `"${foreign}" is not allowed in a key`;
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isScopeList(value: unknown): value is string {
  return typeof value === 'string' && value.split(' ').every(isScope);
}
