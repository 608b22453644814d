/** How often Envoy and what is built on it fetch a key set. */

const MIN_REVOCATION_SECONDS = 2;
const MAX_REVOCATION_SECONDS = 3_600;

/**
 * @param title - The gateway's.
 * @throws RangeError for a time until a revoked key is refused that is out of bounds.
 */
export function assertRevocation(title: string, seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= MIN_REVOCATION_SECONDS && seconds <= MAX_REVOCATION_SECONDS)
    return;
  throw new RangeError(
    `${title} can refuse a revoked key after ${MIN_REVOCATION_SECONDS} to ${MAX_REVOCATION_SECONDS} whole seconds, not ${seconds}.`,
  );
}

/** Seconds between two fetches: one is kept for the fetch itself and for reading the response. */
export function periodSeconds(revocationSeconds: number): number {
  return revocationSeconds - 1;
}

/** Envoy uses up to 5 s as it is, and shortens what is longer by 5 s (jwks_async_fetcher.cc, RefetchBeforeExpiredSec). */
export function cacheDurationSeconds(revocationSeconds: number): number {
  const period = periodSeconds(revocationSeconds);
  return period <= 5 ? period : period + 5;
}
