import { join } from 'node:path';
import {
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** A header line in Envoy's messages: either `value` as text or `raw_value` as bytes. */
export interface HeaderValue {
  readonly key: string;
  readonly value?: string;
  readonly raw_value?: Uint8Array;
}

/** The part of `envoy.service.auth.v3.CheckRequest` that this gate reads. */
export interface CheckRequest {
  readonly attributes?: {
    readonly source?: {
      /** The client's certificate as URL-encoded PEM, with `include_peer_certificate`. */
      readonly certificate?: string;
    } | null;
    readonly request?: {
      readonly http?: {
        readonly method?: string;
        /** The path and query. */
        readonly path?: string;
        /** Names in lower case; repeated lines joined by commas. */
        readonly headers?: Readonly<Record<string, string>>;
        /** Replaces `headers` with `encode_raw_headers`: the lines as received. */
        readonly header_map?: { readonly headers?: readonly HeaderValue[] } | null;
      } | null;
    } | null;
    /** From the route's configuration. */
    readonly context_extensions?: Readonly<Record<string, string>>;
  } | null;
}

interface HeaderOption {
  readonly header: HeaderValue;
  readonly append_action: 'OVERWRITE_IF_EXISTS_OR_ADD';
}

/** The part of `envoy.service.auth.v3.CheckResponse` that this gate sets. */
export interface CheckResponse {
  /** A code of google.rpc.Code; anything but 0 is a refusal. */
  readonly status: { readonly code: number; readonly message?: string };
  readonly ok_response?: {
    readonly headers: readonly HeaderOption[];
    readonly headers_to_remove: readonly string[];
    readonly query_parameters_to_remove?: readonly string[];
  };
  readonly denied_response?: {
    /** The HTTP status. */
    readonly status: { readonly code: number };
    readonly headers: readonly HeaderOption[];
    readonly body: string;
  };
}

/** A header that replaces the client's own. */
export function setHeader(key: string, value: string): HeaderOption {
  return { header: { key, value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

/** The service `envoy.service.auth.v3.Authorization`, from the official protocol files. */
export function authorizationService(): ServiceDefinition {
  return authorizationClient().service;
}

/** A client for it, used by the tests. */
export function authorizationClient(): ServiceClientConstructor {
  const definition = loadSync('envoy/service/auth/v3/external_auth.proto', {
    includeDirs: [join(import.meta.dirname, '..', '..', 'protos')],
    keepCase: true,
    longs: String,
    enums: String,
  });
  let found: GrpcObject | ServiceClientConstructor = loadPackageDefinition(definition);
  for (const name of ['envoy', 'service', 'auth', 'v3', 'Authorization'])
    found = (found as GrpcObject)[name] as GrpcObject | ServiceClientConstructor;
  return found as ServiceClientConstructor;
}
