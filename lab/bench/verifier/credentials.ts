/** Credentials that can be checked against a made-up feed, as long as a key with a few claims. */
const LENGTH = 450;
const MOST_ASKED = 4_000_000;
const filler = 'eyJraWQiOiJiZW5jaF9'.repeat(Math.ceil(LENGTH / 19)).slice(0, LENGTH - 16);

/** How many credentials of a set of `keys` keys are known: all, or an evenly spread four million. */
export function askedAmong(keys: number): number {
  return keys / Math.ceil(keys / MOST_ASKED);
}

/** A different string for each number below 10^16. */
export function credentialOf(number: number): string {
  return `${filler}${number.toString().padStart(16, '0')}`;
}
