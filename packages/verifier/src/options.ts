import type { ReadClaims } from './checker.ts';
import type { VerifierEvent } from './events.ts';

/** One workspace whose keys are accepted. */
export interface IssuerOptions {
  /** `<origin>/<workspace>`, exactly as in the `iss` of its keys. */
  readonly issuer: string;
  /**
   * Addresses to read the feed from in place of the issuer, each `<origin>/<workspace>`, tried in turn:
   * replicas, or a port inside a network; or the address of a static feed's pointer, which ends with
   * `<workspace>/feed/pointer.json`. Default: the issuer itself.
   */
  readonly feeds?: readonly string[];
  /**
   * An administrator key with the scope `feed:read`. With it the verifier follows the full feed instead of
   * the public one.
   */
  readonly feedKey?: string;
  /** The ID of a registered reader, so that the authority can report what this verifier has applied. */
  readonly reader?: string;
}

/** Options of a verifier. Only `issuers` is required. */
export interface VerifierOptions {
  /** 1 to 64 workspaces. A string is short for an issuer without further options. */
  readonly issuers: readonly (string | IssuerOptions)[];
  /** Accepted audiences: the key's `aud` must be one of these. Default: any audience. */
  readonly audience?: string | readonly string[];
  /**
   * How old the set may be for a key to be accepted, in seconds: 1 to 86,400. Default: 300. After this time
   * without contact to the authority, every key is refused with `set_stale`.
   */
  readonly maxStaleSeconds?: number;
  /**
   * A folder for this program alone, where the set is kept so that it can start without the authority.
   * Default: none.
   */
  readonly cacheDirectory?: string;
  /**
   * Also allows `http:` to other machines. Anyone on the network path can then make up valid keys. Default:
   * false.
   */
  readonly allowHttp?: boolean;
  /** Maximum size of a snapshot's entries, in bytes. The public feed needs 16 per key. Default: 4 GiB. */
  readonly maxSnapshotBytes?: number;
  /** Number of parsed keys to cache per thread, rounded up to a power of two. Default: 16,384. */
  readonly cachedKeys?: number;
  /**
   * Called for each event. It must not throw. Default: writes what keeps keys from being checked to stderr.
   * Pass `() => {}` to turn that off.
   */
  readonly onEvent?: (event: VerifierEvent) => void;
}

/** How to give the producer's own claims a type. */
export interface ClaimsOptions<Claims> {
  /**
   * Parses the producer's own claims of a key, for example with a schema's `parse`. Called once per key and
   * thread. If it throws, the key is refused with `claims_refused`. The result is frozen.
   */
  readonly readClaims: ReadClaims<Claims>;
}
