import type { KeyPlaces } from '@lostwax/verifier';
import type { OpenSettings } from '../door/open-rules.ts';

/** One workspace whose keys the gate accepts. */
export interface IssuerSettings {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly workspace: string;
  /** Where to read the feed, each `<origin>/<workspace>`. */
  readonly feeds: readonly string[];
  /** An administrator key with `feed:read`, to follow the full feed. */
  readonly feedKey?: string;
  /** The ID of a registered reader. */
  readonly reader?: string;
  /** An administrator key with `usage:write`, to report usage. */
  readonly reportKey?: string;
  /** Origin of the API that accepts usage reports. */
  readonly reportUrl: string;
}

/** Where to look for keys, and what to do with requests without one. */
export interface DoorSettings extends OpenSettings {
  /** Where to look for keys. */
  readonly places: KeyPlaces;
  /** Origins whose pages may read the gate's own refusals; `*` for any. */
  readonly corsOrigins: readonly string[];
  /** Header in which trusted proxies send the client's certificate, in lower case. */
  readonly clientCertHeader?: string;
}

/** The gate's own certificate, in PEM. */
export interface TlsSettings {
  /** With its chain. */
  readonly cert: string;
  readonly key: string;
}

/** Standard interfaces, each only if it is set. */
export interface InterfaceSettings {
  /** SHA-256 of the secret with which callers introspect tokens, in base64url. */
  readonly introspectHash?: string;
  /** SHA-256 of the secret with which a restore reads the sets, in base64url. */
  readonly evidenceHash?: string;
  /** URL of the API behind the gate: the identifier of the protected resource (RFC 9728). */
  readonly resource?: string;
}

/** A second check of keys that are in no set. */
export interface FallbackSettings {
  /** Asked with GET and the key. */
  readonly url: string;
  /** The header of its answer that names the customer. */
  readonly subjectHeader: string;
}

/** All settings of a gate, checked, with defaults filled in. */
export interface Settings extends DoorSettings, InterfaceSettings {
  readonly issuers: readonly IssuerSettings[];
  readonly audiences: readonly string[];
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Port of Envoy's ext_authz over gRPC. Default: none. */
  readonly grpcPort?: number;
  /**
   * A separate port for `/healthz`, `/readyz` and `/metrics`. Default: `port`, or none if there is an
   * upstream.
   */
  readonly statusPort?: number;
  /** Number of threads that answer, 1 to 64. */
  readonly threads: number;
  /** 1 to 86,400. */
  readonly maxStaleSeconds: number;
  readonly cacheDirectory?: string;
  /** Origin of the API behind the gate, which then is a reverse proxy. */
  readonly upstream?: string;
  /** Timeout until the upstream begins its answer, and between two parts of it. */
  readonly upstreamTimeoutSeconds: number;
  /** Whether the upstream gets requests to the paths at which gateways ask a gate. */
  readonly forwardVerify: boolean;
  /** Whether to forward the key to the upstream. */
  readonly forwardKey: boolean;
  readonly fallback?: FallbackSettings;
  /** Serves HTTPS on `port`, and asks clients for a certificate. */
  readonly tls?: TlsSettings;
  /** Addresses and networks whose `X-Forwarded-*` headers and client certificates are trusted. */
  readonly trustProxy: readonly string[];
  /** How long to keep answering after SIGTERM, while reporting not ready: 0 to 300. */
  readonly drainSeconds: number;
  readonly allowHttp: boolean;
  readonly logLevel: string;
}
