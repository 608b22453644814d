/** How often Envoy and what is built on it fetch a key set. */

export const MIN_REVOCATION_SECONDS = 2;
export const MAX_REVOCATION_SECONDS = 3_600;

/** Seconds between two fetches: one is kept for the fetch itself and for reading what it brought. */
export function periodSeconds(revocationSeconds: number): number {
  return revocationSeconds - 1;
}

/** Envoy uses up to 5 s as it is, and shortens what is longer by 5 s (jwks_async_fetcher.cc, RefetchBeforeExpiredSec). */
export function cacheDurationSeconds(revocationSeconds: number): number {
  const period = periodSeconds(revocationSeconds);
  return period <= 5 ? period : period + 5;
}
