import type { MessagePort } from 'node:worker_threads';
import type { Issuer } from './methods/method.ts';
import type { SharedPins } from './pins/attached.ts';

/** One issuer's set, for another thread. */
export interface SharedSet extends Issuer {
  readonly pins: SharedPins;
  readonly withRecords: boolean;
  /** Where the keys that sign access tokens are fetched, each `<origin>/<workspace>`. */
  readonly addresses: readonly string[];
  readonly maxStaleSeconds: number;
  readonly freshness: SharedArrayBuffer;
}

/**
 * A verifier for one other thread. Pass it as `workerData` or with `postMessage`, with its `transferList`.
 */
export interface SharedVerifier {
  readonly sets: readonly SharedSet[];
  readonly audiences: readonly string[];
  readonly cachedKeys: number;
  readonly transferList: readonly MessagePort[];
}
