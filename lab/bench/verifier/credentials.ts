/** Credentials that can be asked of a made-up feed: of the length of a key with a few claims. */
const LENGTH = 450;
const MOST_ASKED = 4_000_000;
const filler = 'eyJraWQiOiJiZW5jaF9'.repeat(Math.ceil(LENGTH / 19)).slice(0, LENGTH - 16);

/** How many credentials of a set of `keys` keys are known: all, or an even part of four million. */
export function askedAmong(keys: number): number {
  return keys / Math.ceil(keys / MOST_ASKED);
}

/** A text of its own for each number below 10^16. */
export function credentialOf(number: number): string {
  return `${filler}${number.toString().padStart(16, '0')}`;
}
