import { createHash } from 'node:crypto';
import { OAUTH_CLIENT, oauthPaths, PROOF_ALGORITHMS } from '@lostwax/contract';
import { algorithms, keySetUrl } from '@lostwax/core';
import { methodsOf } from '../domain/methods/offered.ts';
import type { WorkspaceRow } from '../store/rows.ts';
import { Document } from './document.ts';

/** That OAuth clients can authenticate with certificates (RFC 8705). */
export interface OfferedMutualTls {
  /** Where they do, if not at the authority's origin. */
  readonly origin: string | undefined;
}

/**
 * What a gateway that is given only an issuer reads: OpenID Connect Discovery 1.0 §3 and RFC 8414 §2, one text for both.
 *
 * There is no authorization endpoint, and so nothing about one. The three lists are required and say what Kubernetes says for
 * its service accounts, whose tokens are checked in the same way: parsers of gateways accept that. The algorithms are those
 * of any key that a workspace may have, since its algorithm can change while older keys live.
 *
 * Where the workspace offers OAuth clients, it also says where they get access tokens. `jwks_uri` stays that of the keys: gateways that verify
 * them read it. Access tokens are signed by others, at `access_token_jwks_uri`.
 */
export class Metadata {
  readonly #plain: Document;
  readonly #withOAuth: Document;
  /** The last metadata, returned again if the store can't be read. */
  latest: Document;

  constructor(row: Pick<WorkspaceRow, 'issuer' | 'methods'>, mutualTls?: OfferedMutualTls) {
    const { issuer } = row;
    this.#plain = documentOf(membersOf(issuer));
    this.#withOAuth = documentOf({ ...membersOf(issuer), ...oauthMembersOf(issuer, mutualTls) });
    this.latest = this.of(row);
  }

  of(row: Pick<WorkspaceRow, 'methods'>): Document {
    this.latest = methodsOf(row).includes(OAUTH_CLIENT) ? this.#withOAuth : this.#plain;
    return this.latest;
  }
}

function membersOf(issuer: string) {
  return {
    issuer,
    jwks_uri: keySetUrl(issuer),
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: Object.keys(algorithms),
  };
}

function oauthMembersOf(issuer: string, mutualTls: OfferedMutualTls | undefined) {
  const authentication = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
  if (mutualTls !== undefined) authentication.push('self_signed_tls_client_auth');
  const algorithmsOfAssertions = ['ES256', 'EdDSA', 'RS256'];
  return {
    ...endpointsBelow(issuer),
    token_endpoint_auth_methods_supported: authentication,
    token_endpoint_auth_signing_alg_values_supported: algorithmsOfAssertions,
    grant_types_supported: ['client_credentials'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: authentication,
    introspection_endpoint_auth_signing_alg_values_supported: algorithmsOfAssertions,
    revocation_endpoint_auth_methods_supported: authentication,
    revocation_endpoint_auth_signing_alg_values_supported: algorithmsOfAssertions,
    access_token_jwks_uri: issuer + oauthPaths.jwks,
    ...(mutualTls !== undefined && { tls_client_certificate_bound_access_tokens: true }),
    ...(mutualTls?.origin !== undefined && {
      mtls_endpoint_aliases: endpointsBelow(mutualTls.origin + new URL(issuer).pathname),
    }),
  };
}

function endpointsBelow(base: string) {
  return {
    token_endpoint: base + oauthPaths.token,
    introspection_endpoint: base + oauthPaths.introspection,
    revocation_endpoint: base + oauthPaths.revocation,
  };
}

function documentOf(members: object): Document {
  const text = JSON.stringify(members);
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return new Document([Buffer.from(text)], 0, tag);
}
