import { hash, timingSafeEqual } from 'node:crypto';
import { oauthPaths, PROOF_ALGORITHMS } from '@lostwax/contract';
import Provider, { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { OAuthClient } from '../domain/clients/live-client.ts';
import type { ProviderParts } from './parts.ts';
import { nothingKept, notRead, readOnly, replayAdapter } from './short-lived.ts';
import { tokenState } from './token-state.ts';

/** How long an access token lives, in seconds, unless its client expires earlier. */
const ACCESS_TOKEN_SECONDS = 600;

const stateRoutes: ReadonlySet<string> = new Set(['introspection', 'revocation']);

/** Maximum lifetime of an assertion. */
const MOST_ASSERTION_SECONDS = 600;

/** The member of a client's metadata that contains its record. */
const RECORD = 'lostwax';

/**
 * Creates the OAuth server of one workspace, for the client credentials grant only. It signs with the current key, so a new one is needed when
 * the key changes.
 */
export function makeProvider(parts: ProviderParts): Provider {
  const { issuer, keys, memory, client, certificateOf, now } = parts;
  const clients = readOnly(async (id) => {
    const found = await client(id).catch(notRead);
    return found && metadataOf(found);
  });
  const replays = replayAdapter(memory, now);
  const configuration: Configuration = {
    adapter: (model: string) =>
      model === 'Client' ? clients : model === 'ReplayDetection' ? replays : nothingKept,
    jwks: { keys: [keys.current.privateJwk as never] },
    scopes: [],
    responseTypes: [],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: [
      ...(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const),
      'self_signed_tls_client_auth',
    ],
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256', 'EdDSA', 'RS256'],
      dPoPSigningAlgValues: [...PROOF_ALGORITHMS],
    },
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims) => assertBrief(claims, now()),
    extraClientMetadata: { properties: [RECORD] },
    routes: oauthPaths,
    cookies: { keys: ['no cookie is set'] },
    ttl: { ClientCredentials: (ctx) => secondsFor(recordOf(ctx), now()) },
    formats: {
      customizers: {
        jwt: (ctx, _token, { payload }) => {
          payload['sub'] = recordOf(ctx).customer;
        },
      },
    },
    features: {
      ...{ devInteractions: { enabled: false }, userinfo: { enabled: false } },
      ...{ rpInitiatedLogout: { enabled: false }, dPoP: { enabled: true } },
      clientCredentials: { enabled: true },
      mTLS: {
        ...{ enabled: true, selfSignedTlsClientAuth: true, certificateBoundAccessTokens: true },
        getCertificate: ({ req }) => certificateOf(req),
      },
      ...{ introspection: { enabled: true }, revocation: { enabled: true } },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => issuer,
        getResourceServerInfo: (ctx, resource) => {
          const record = recordOf(ctx);
          if (resource !== issuer && resource !== record.audience) throw new errors.InvalidTarget();
          assertScopes(ctx, record);
          return {
            scope: record.scopes.join(' '),
            audience: record.audience,
            accessTokenTTL: secondsFor(record, now()),
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
  };
  const provider = new Provider(issuer, configuration);
  // URLs are built from the headers that the handler sets to the authority's origin.
  provider.proxy = true;
  // Without this, Koa writes errors to stderr. They are reported by an event instead.
  provider.silent = true;
  const answerState = tokenState(parts);
  provider.use(async (ctx, next) => {
    await next();
    const context = ctx as KoaContextWithOIDC;
    const { client: authenticated, route } = context.oidc;
    if (authenticated !== undefined && stateRoutes.has(route)) await answerState(context, recordOf(context));
  });
  provider.Client.prototype.compareClientSecret = function compare(actual: string): boolean {
    const [kept, sent] = [this.clientSecret ?? '', actual].map((it, at) =>
      at === 0 ? Buffer.from(it) : Buffer.from(hash('sha256', it, 'base64url')),
    ) as [Buffer, Buffer];
    return kept.length === sent.length && timingSafeEqual(kept, sent);
  };
  return provider;
}

function metadataOf(client: OAuthClient) {
  return {
    client_id: client.clientId,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    ...authenticationOf(client.credential),
    [RECORD]: client,
  };
}

function authenticationOf(credential: OAuthClient['credential']) {
  if ('publicKey' in credential) {
    const { alg, ...key } = credential.publicKey;
    return {
      token_endpoint_auth_method: 'private_key_jwt' as const,
      token_endpoint_auth_signing_alg: String(alg) as 'ES256',
      jwks: { keys: [{ ...key, alg, use: 'sig' } as never] },
    };
  }
  if ('certificateHash' in credential) {
    const { certificateHash } = credential;
    return {
      token_endpoint_auth_method: 'self_signed_tls_client_auth' as const,
      tls_client_certificate_bound_access_tokens: true,
      // The provider compares only the hash. A key must have the other members, and this one verifies nothing.
      jwks: {
        keys: [{ kty: 'OKP', crv: 'Ed25519', x: certificateHash, 'x5t#S256': certificateHash } as never],
      },
    };
  }
  return {
    token_endpoint_auth_method: 'client_secret_basic' as const,
    // Compared by `compareClientSecret` with the hash of what was sent.
    client_secret: credential.secretHash,
  };
}

/** Used assertions are remembered until they expire, so one that lives long is refused. */
function assertBrief({ exp }: { exp?: unknown }, now: number): void {
  if (typeof exp !== 'number' || exp > now / 1_000 + MOST_ASSERTION_SECONDS)
    throw new errors.InvalidClientAuth('the assertion lives longer than ten minutes');
}

/** Returns the record of the client that a request has authenticated. */
function recordOf(ctx: KoaContextWithOIDC): OAuthClient {
  return ctx.oidc.client?.[RECORD] as OAuthClient;
}

function secondsFor({ expiresAt }: OAuthClient, now: number): number {
  const left = expiresAt === null ? Infinity : Math.floor((expiresAt - now) / 1_000);
  return Math.max(1, Math.min(ACCESS_TOKEN_SECONDS, left));
}

/** Without `scope`, the token gets all of the client's scopes (RFC 6749 §3.3). A scope that the client lacks is refused. */
function assertScopes(ctx: KoaContextWithOIDC, { scopes }: OAuthClient): void {
  const params = ctx.oidc.params ?? {};
  const asked = params['scope'] as string | undefined;
  if (asked === undefined || asked === '') {
    params['scope'] = scopes.join(' ') || undefined;
    return;
  }
  const lacking = asked.split(' ').find((scope) => !scopes.includes(scope));
  if (lacking !== undefined) throw new errors.InvalidScope('the client does not have this scope', lacking);
}
