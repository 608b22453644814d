import { createClient, type LostwaxClient, ProblemError, unwrap } from '@lostwax/client';
import {
  KeyError,
  type KeyErrorCode,
  type ParsedToken,
  type PublicJwk,
  parseKeySet,
  parseToken,
  verifyToken,
} from '@lostwax/core';
import { readableSeconds } from './time.ts';

/** Why a key is refused. */
export type RefusalCode = KeyErrorCode | 'issuer_differs' | 'key_unknown' | 'key_ended' | 'signature_wrong';

export type Verdict =
  | { readonly valid: true; readonly keyId: string; readonly claims: ParsedToken['claims'] }
  | { readonly valid: false; readonly code: RefusalCode; readonly detail: string };

export interface CheckOptions {
  /** Who is asked for the key set. Never an address that the key names: it could be anybody's. */
  readonly origin: string;
  /** The issuer that the key must name; left out, any workspace of that authority. */
  readonly issuer?: string | undefined;
  readonly nowSeconds: number;
}

class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks a key as a careful gateway would.
 *
 * 1. the one accepted spelling;
 * 2. its issuer, which the authority must confirm;
 * 3. its public half, from the published document of this one key;
 * 4. the signature, by the algorithm that is published with it;
 * 5. the expiry.
 *
 * @throws ProblemError, UnreachableError from the client when the authority cannot tell.
 */
export async function checkKey(text: string, options: CheckOptions): Promise<Verdict> {
  try {
    const token = parseToken(text);
    const client = createClient({ url: options.origin });
    const workspace = await confirmIssuer(client, token, options);
    const jwk = await publicHalf(client, workspace, token, options.nowSeconds);
    if (!verifyToken(token, jwk, jwk.alg)) {
      throw new Refusal(
        'signature_wrong',
        'The signature does not fit: the key was changed after it was issued. Copy it again in full.',
      );
    }
    assertNotExpired(token, options.nowSeconds);
    return { valid: true, keyId: token.keyId, claims: token.claims };
  } catch (error) {
    if (error instanceof Refusal || error instanceof KeyError)
      return { valid: false, code: error.code, detail: error.message };
    throw error;
  }
}

async function confirmIssuer(
  client: LostwaxClient,
  { claims }: ParsedToken,
  { origin, issuer }: CheckOptions,
): Promise<string> {
  const named = `The key names the issuer ${claims.iss}`;
  if (issuer !== undefined && issuer !== claims.iss)
    throw new Refusal('issuer_differs', `${named}, not ${issuer}.`);
  const slug = /\/([a-z][a-z0-9_-]{0,62})$/.exec(claims.iss)?.[1];
  const real = slug && (await publishedIssuer(client, slug));
  if (slug && real === claims.iss) return slug;
  throw new Refusal(
    'issuer_differs',
    real
      ? `${named}; the authority at ${origin} is ${real}.`
      : `${named}, which the authority at ${origin} does not have. Check the address (LOSTWAX_URL).`,
  );
}

async function publishedIssuer(client: LostwaxClient, workspace: string): Promise<string | undefined> {
  const call = client.GET('/{workspace}/.well-known/openid-configuration', {
    params: { path: { workspace } },
  });
  return absentIs(
    'workspace_not_found',
    unwrap(call).then(({ issuer }) => issuer),
  );
}

async function publicHalf(
  client: LostwaxClient,
  workspace: string,
  token: ParsedToken,
  nowSeconds: number,
): Promise<PublicJwk> {
  const { keyId } = token;
  const path = { workspace, keyId };
  const call = client.GET('/{workspace}/.well-known/jwks/key/{keyId}.json', {
    params: { path },
    parseAs: 'text',
  });
  const document = await absentIs('key_not_found', unwrap(call));
  if (document === undefined) {
    throw new Refusal('key_unknown', `No key ${keyId} was ever issued here, so somebody else made this one.`);
  }
  const jwk = parseKeySet(document).keys.find(({ kid }) => kid === keyId);
  if (jwk !== undefined) return jwk;
  assertNotExpired(token, nowSeconds);
  throw new Refusal(
    'key_ended',
    `The key ${keyId} is not in the key set any more: it was revoked, disabled or replaced. "lostwax key show ${keyId}" says which.`,
  );
}

function assertNotExpired({ claims }: ParsedToken, nowSeconds: number): void {
  if (claims.exp === undefined || claims.exp > nowSeconds) return;
  throw new Refusal('key_ended', `The key ended at ${readableSeconds(claims.exp)}, as it says itself.`);
}

/** Undefined for this one problem; others are thrown. */
async function absentIs<T>(code: ProblemError['code'], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProblemError && error.code === code) return undefined;
    throw error;
  }
}
