import { OAUTH_CLIENT } from '@lostwax/contract';
import { isKeyId, type JsonObject } from '@lostwax/core';
import type { Context } from '../context.ts';
import { stateOf } from '../keys/lifecycle.ts';
import { jsonObjectOf, jsonTextsOf } from '../stored-json.ts';
import { workspaceRow } from '../workspaces/rows.ts';

/** An active OAuth client. */
export interface OAuthClient {
  /** The key ID. */
  readonly clientId: string;
  readonly customer: string;
  readonly scopes: readonly string[];
  /** `aud` of its access tokens. */
  readonly audience: string;
  /** Milliseconds since the Unix epoch; null if it never expires. */
  readonly expiresAt: number | null;
  /** How it authenticates: the SHA-256 of its secret or certificate in base64url, or a public JWK. */
  readonly credential:
    | { readonly secretHash: string }
    | { readonly publicKey: JsonObject }
    | { readonly certificateHash: string };
}

/**
 * Reads a client from the store. Every token request does this, so a revoked client gets no token.
 *
 * @param slug - The client's workspace.
 * @returns Undefined unless it is an active client of an active customer with an intact record.
 * @throws {@link AuthorityError} `workspace_not_found`.
 */
export async function liveClient(
  { store, now }: Pick<Context, 'store' | 'now'>,
  slug: string,
  clientId: string,
): Promise<OAuthClient | undefined> {
  const workspace = await workspaceRow(store.read, slug);
  if (!isKeyId(clientId)) return undefined;
  const row = await store.read.keys.byKid(workspace.id, clientId);
  if (row === undefined || row.method !== OAUTH_CLIENT || row.credential === null) return undefined;
  // During a suspension, the customer's keys are unpublished in steps.
  if (row.customer_state !== 'active' || row.published === 0 || stateOf(row, now()) !== 'active')
    return undefined;
  const scopes = jsonTextsOf(row.scopes);
  const credential = readCredential(row.credential);
  if (scopes === undefined || credential === undefined || row.customer_subject === null) return undefined;
  const { audience } = workspace;
  return {
    ...{ clientId, customer: row.customer_subject, scopes, audience, credential },
    expiresAt: row.expires_at,
  };
}

function readCredential(text: string): OAuthClient['credential'] | undefined {
  const { secretHash, publicKey, certificateHash } = jsonObjectOf(text) ?? {};
  if (typeof secretHash === 'string') return { secretHash };
  if (typeof certificateHash === 'string') return { certificateHash };
  const isObject = typeof publicKey === 'object' && publicKey !== null && !Array.isArray(publicKey);
  return isObject ? { publicKey: publicKey as JsonObject } : undefined;
}
