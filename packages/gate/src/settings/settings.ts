import type { KeyPlaces } from '@lostwax/verifier';
import type { OpenSettings } from '../door/open-rules.ts';

/** One workspace whose keys the gate accepts. */
export interface IssuerSettings {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly workspace: string;
  /** Where the feed is asked, each `<origin>/<workspace>`. */
  readonly feeds: readonly string[];
  /** An administrator's key with `feed:read`: the full feed is followed. */
  readonly feedKey?: string;
  /** The id of a registered reader. */
  readonly reader?: string;
  /** An administrator's key with `usage:write`: uses are reported. */
  readonly reportKey?: string;
  /** Origin of the API that takes the reports. */
  readonly reportUrl: string;
}

/** What a gate does with requests that bring their key in another place, or none. */
export interface DoorSettings extends OpenSettings {
  /** Where keys are looked for. */
  readonly places: KeyPlaces;
  /** Origins whose pages may read the gate's own refusals; `*` for any. */
  readonly corsOrigins: readonly string[];
}

/** Everything that a gate is told, checked, with every default. */
export interface Settings extends DoorSettings {
  readonly issuers: readonly IssuerSettings[];
  readonly audiences: readonly string[];
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Port of Envoy's ext_authz over gRPC; left out: none. */
  readonly grpcPort?: number;
  /** `/healthz`, `/readyz` and `/metrics` on a port of their own; left out: on `port`, and with an upstream nowhere. */
  readonly statusPort?: number;
  /** Threads that answer, 1 to 64. */
  readonly threads: number;
  /** 1 to 86,400. */
  readonly maxStaleSeconds: number;
  readonly cacheDirectory?: string;
  /** Origin of the API behind the gate: it is a reverse proxy then. */
  readonly upstream?: string;
  /** Until the upstream begins its answer, and between two parts of it. */
  readonly upstreamTimeoutSeconds: number;
  /** Lets the upstream have the key too. */
  readonly forwardKey: boolean;
  /** Addresses and networks whose `X-Forwarded-*` is believed. */
  readonly trustProxy: readonly string[];
  /** After SIGTERM it goes on answering for so long, and says that it is not ready. 0 to 300. */
  readonly drainSeconds: number;
  readonly allowHttp: boolean;
  readonly logLevel: string;
}
