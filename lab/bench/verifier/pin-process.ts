/** A verifier in its own process that has loaded a small and a very large set, and looks up random pins. */
import { hash } from 'node:crypto';
import { createVerifier, type Verifier } from '@lostwax/verifier';
import { AttachedPins } from '../../../packages/verifier/src/pins/attached.ts';
import type { Pins } from '../../../packages/verifier/src/pins/pins.ts';
import { newPinWords, readDigest } from '../../../packages/verifier/src/pins/words.ts';
import { obey } from '../measurer.ts';
import { askedAmong, credentialOf } from './credentials.ts';

/** The setup parameters of the process: the feeds, each with its number of keys. */
export interface PinSetUp {
  readonly feeds: readonly { readonly issuer: string; readonly keys: number }[];
}

/** `load` loads a set and reports what that took; `check` looks up pins in a loaded set. */
export interface PinOrder {
  readonly what: 'load' | 'check';
  /** Index of the feed. */
  readonly feed: number;
}

/** The answer to `load`, or to `check` (`microseconds` only). */
export interface PinReport {
  readonly seconds: number;
  /** By how much the process has grown. */
  readonly bytes: number;
  /** For one pin check: the hash of the credential and the lookup. */
  readonly microseconds: number;
}

const CHECKS = 100_000;

interface Loaded {
  readonly keys: number;
  readonly pins: Pins;
}

async function load(issuer: string, keys: number): Promise<Loaded & PinReport> {
  const before = process.memoryUsage().rss;
  const begin = performance.now();
  const verifier = createVerifier({ issuers: [issuer] });
  await verifier.ready(600);
  const seconds = (performance.now() - begin) / 1_000;
  const bytes = process.memoryUsage().rss - before;
  return { keys, pins: pinsOf(verifier), seconds, bytes, microseconds: 0 };
}

/** The way a thread of the gate gets them. */
function pinsOf(verifier: Verifier): Pins {
  const [set] = verifier.share().sets;
  if (set === undefined) throw new Error('The verifier has no set.');
  return new AttachedPins(set.pins);
}

/** The credentials are made in advance: only the check is timed. */
function check({ keys, pins }: Loaded): number {
  const asked = askedAmong(keys);
  const credentials = Array.from({ length: CHECKS }, () =>
    // One flat string, as it comes from a socket.
    Buffer.from(credentialOf(Math.floor(Math.random() * asked))).toString('latin1'),
  );
  const pin = newPinWords();
  const begin = performance.now();
  for (const credential of credentials) {
    readDigest(hash('sha256', credential, 'binary'), pin);
    if (!pins.has(pin)) throw new Error('A pin of the feed is not in the set.');
  }
  return ((performance.now() - begin) * 1_000) / CHECKS;
}

await obey<PinSetUp, PinOrder, PinReport>(async ({ feeds }) => {
  const loaded: (Loaded & PinReport)[] = [];
  return async ({ what, feed }) => {
    const { issuer, keys } = feeds[feed] ?? { issuer: '', keys: 0 };
    if (what === 'load') loaded[feed] = await load(issuer, keys);
    const set = loaded[feed];
    if (set === undefined) throw new Error('This set has not been loaded.');
    const { seconds, bytes } = set;
    return { seconds, bytes, microseconds: what === 'check' ? check(set) : 0 };
  };
});
