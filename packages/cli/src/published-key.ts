import { createClient, type LostwaxClient, ProblemError, unwrap } from '@lostwax/client';
import { type ParsedToken, parseKeySet, verifyToken } from '@lostwax/core';
import { readableSeconds } from './time.ts';

/** Why a well-formed key is in no set. */
export type UnknownReason = 'never_issued' | 'ended' | 'altered';

/** What an authority publishes, fetched without a key. */
export class Published {
  readonly #client: LostwaxClient;

  constructor(origin: string) {
    this.#client = createClient({ url: origin });
  }

  /** The issuer of a workspace, or undefined where there is no such workspace. */
  issuer(workspace: string): Promise<string | undefined> {
    const path = '/{workspace}/.well-known/openid-configuration';
    const call = unwrap(this.#client.GET(path, { params: { path: { workspace } } }));
    return absentIs(
      'workspace_not_found',
      call.then(({ issuer }) => issuer),
    );
  }

  /** The key set of one key, as text; undefined where it was never issued. */
  keyDocument(workspace: string, keyId: string): Promise<string | undefined> {
    const call = this.#client.GET('/{workspace}/.well-known/jwks/key/{keyId}.json', {
      params: { path: { workspace, keyId } },
      parseAs: 'text',
    });
    return absentIs('key_not_found', unwrap(call));
  }
}

/** Finds out why a key is unknown to a gate; undefined if it has become known in the meantime. */
export async function explainUnknown(
  published: Published,
  workspace: string,
  token: ParsedToken,
  nowSeconds: number,
): Promise<{ readonly reason: UnknownReason; readonly detail: string } | undefined> {
  const { keyId, claims } = token;
  const document = await published.keyDocument(workspace, keyId);
  if (document === undefined) {
    const detail = `No key ${keyId} was ever created here, so it comes from somewhere else.`;
    return { reason: 'never_issued', detail };
  }
  const jwk = parseKeySet(document).keys.find(({ kid }) => kid === keyId);
  if (jwk !== undefined) {
    if (verifyToken(token, jwk, jwk.alg)) return undefined;
    return {
      reason: 'altered',
      detail: 'The signature is wrong: the key was altered after it was created. Copy the whole key again.',
    };
  }
  if (claims.exp !== undefined && claims.exp <= nowSeconds)
    return {
      reason: 'ended',
      detail: `The key expired at ${readableSeconds(claims.exp)}, according to its own exp claim.`,
    };
  return {
    reason: 'ended',
    detail: `The key ${keyId} is no longer in the key set: it was revoked, disabled or replaced. "lostwax key show ${keyId}" says which.`,
  };
}

/** Undefined for this error code; other errors are thrown. */
async function absentIs<T>(code: ProblemError['code'], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProblemError && error.code === code) return undefined;
    throw error;
  }
}
