import { type Tracing, tracedFetch } from '@lostwax/server';
import { createFallback, type Fallback, type Verifier } from '@lostwax/verifier';
import type { Log } from './log.ts';
import type { Settings } from './settings/settings.ts';

/**
 * The second check of unknown keys, with its log and its traces; undefined if none is set.
 *
 * The main thread has it: only it has the administrator keys, and its answers serve all threads.
 */
export function secondCheck(
  { fallback, issuers, allowHttp }: Settings,
  verifier: Verifier,
  tracing: Tracing | undefined,
  log: Log,
): Fallback | undefined {
  if (fallback === undefined) return undefined;
  return createFallback({
    ...fallback,
    verifier,
    allowHttp,
    issuers: issuers.map(({ issuer, feedKey = '', reportUrl }) => ({ issuer, feedKey, url: reportUrl })),
    onFailure: (error) =>
      log.warn({ err: error, url: fallback.url }, 'the second check gave no usable answer'),
    fetch: (url, init, parent) => tracedFetch(tracing, url, init, parent),
  });
}
