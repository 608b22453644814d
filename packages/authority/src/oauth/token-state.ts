import { verify } from 'node:crypto';
import { ACCESS_TOKEN_TYPE } from '@lostwax/contract';
import { jsonObjectIn, MAX_TOKEN_CHARACTERS } from '@lostwax/core';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { OAuthClient } from '../domain/clients/live-client.ts';
import type { ProviderParts } from './parts.ts';
import { notRead, unavailable } from './short-lived.ts';

const ES256 = { hash: 'sha256', dsaEncoding: 'ieee-p1363' } as const;

/** The claims of an access token that this authority signed. */
interface AccessToken {
  readonly jti: string;
  readonly client_id: string;
  readonly exp: number;
  readonly iat: number;
  readonly aud: string;
  readonly sub: string;
  readonly scope?: string;
  /** The key (RFC 9449 §6.1) or the certificate (RFC 8705 §3.1) that the token is bound to. */
  readonly cnf?: { readonly jkt: string } | { readonly 'x5t#S256': string };
}

/**
 * Introspects (RFC 7662) and revokes (RFC 7009) access tokens. oidc-provider authenticates the client but doesn't support JWTs. A client can
 * introspect and revoke only its own tokens.
 */
export function tokenState({ issuer, signers, memory, client, now }: ProviderParts) {
  const ownToken = async (text: unknown, owner: OAuthClient): Promise<AccessToken | undefined> => {
    const token =
      typeof text === 'string' && text.length <= MAX_TOKEN_CHARACTERS ? await read(text) : undefined;
    const isOwn = token !== undefined && token.client_id === owner.clientId && token.exp * 1_000 > now();
    return isOwn ? token : undefined;
  };

  async function read(text: string): Promise<AccessToken | undefined> {
    const [header = '', payload = '', signature = '', ...more] = text.split('.');
    const { kid, typ, alg } = jsonObjectIn(header);
    if (typ !== ACCESS_TOKEN_TYPE || alg !== 'ES256' || more.length > 0) return undefined;
    const signer = await signers.find(kid);
    if (signer === undefined) return undefined;
    const key = { key: signer, dsaEncoding: ES256.dsaEncoding };
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify(ES256.hash, signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = jsonObjectIn(payload);
    return claims['iss'] === issuer ? (claims as unknown as AccessToken) : undefined;
  }

  async function introspect(text: unknown, owner: OAuthClient) {
    const token = await ownToken(text, owner);
    if (token === undefined || (await memory.isRevoked(token.jti))) return { active: false };
    // The client may have been revoked since it was authenticated.
    if ((await client(owner.clientId)) === undefined) return { active: false };
    const { scope, client_id, sub, aud, exp, iat, jti, cnf } = token;
    const token_type = cnf !== undefined && 'jkt' in cnf ? 'DPoP' : 'Bearer';
    return { active: true, scope, client_id, sub, aud, iss: issuer, exp, iat, jti, cnf, token_type };
  }

  async function revoke(text: unknown, owner: OAuthClient): Promise<''> {
    const token = await ownToken(text, owner);
    if (token !== undefined && !(await memory.revoke(token.jti, token.exp * 1_000)))
      throw unavailable('too many tokens are revoked at the moment');
    return '';
  }

  return async (ctx: KoaContextWithOIDC, owner: OAuthClient): Promise<void> => {
    const { route, params } = ctx.oidc;
    // oidc-provider refuses a JWT only after it has authenticated the client.
    if (ctx.status !== 200 && (ctx.body as { error?: string }).error !== 'unsupported_token_type') return;
    const answer = route === 'revocation' ? revoke : introspect;
    ctx.body = await answer(params?.['token'], owner).catch(notRead);
    ctx.status = 200;
  };
}
