/** What checking many keys costs an Envoy that fetches the key set. Figures of Envoy 1.40 with ES256 keys. */
import { bytesOfKey, type KeyShape, MAX_BYTES_OF_ENVOY, mostKeysIn } from '../key-set-size.ts';
import { periodSeconds } from './fetch.ts';

/** One fetch of the set occupies Envoy's main thread for so long per key, in seconds. */
const PARSE_SECONDS = 8.7e-6;
/** Envoy compares the key's ID with those of a document one after the other, in seconds per key. */
const SCAN_SECONDS = 24e-9;
const BYTES_IN_MEMORY = 650;
/** The configuration with one document lets it be this large. */
const MAX_BYTES_RAISED = 512 * 1024 * 1024;
/** The main thread also takes over configuration, DNS and statistics. */
const MAX_BUSY = 0.5;
/** Above it, the search in one document costs more than the choice among 256. */
const MAX_KEYS_IN_ONE = 10_000;

const DEFAULT_REVOCATION_SECONDS = 15;

/** How the key set is split and how often it is fetched. */
export interface KeySetChoice<Shards extends number = number> {
  /** Documents of which a request is looked up in one. */
  readonly shards: Shards;
  readonly revocationSeconds: number;
}

/** Fills in the defaults: a fetch every 15 s, or less often if Envoy couldn't parse so many keys in that time. */
export function chooseKeySet<Many extends number>(
  keys: number | null,
  given: { readonly shards?: 1 | Many | undefined; readonly revocationSeconds?: number | undefined },
  many: Many,
): KeySetChoice<1 | Many> {
  const {
    shards = (keys ?? 0) > MAX_KEYS_IN_ONE ? many : 1,
    revocationSeconds = Math.max(DEFAULT_REVOCATION_SECONDS, leastRevocation(keys ?? 0)),
  } = given;
  return { shards, revocationSeconds };
}

/** The most keys in one document of an Envoy whose limit isn't raised. */
export function mostKeysByDefault(shape: KeyShape): number {
  return mostKeysIn(MAX_BYTES_OF_ENVOY, shape);
}

/** Returns what so many keys cost Envoy, and what would cost less, as comments of the configuration. */
export function loadComments(keys: number, choice: KeySetChoice, shape: KeyShape): string {
  const { shards, revocationSeconds } = choice;
  const hints: string[] = [];
  if (shards === 1 && keys > MAX_KEYS_IN_ONE) hints.push('With 256 shards a key is found 256 times as fast.');
  if ((keys * PARSE_SECONDS) / periodSeconds(revocationSeconds) > MAX_BUSY / 5)
    hints.push('With the mode "gate", Envoy reads no key set, and a revoked key is refused within a second.');
  return costComments(keys, choice, shape) + comments(hints);
}

/** Returns what so many keys cost, as comments of the configuration. */
export function costComments(
  keys: number,
  { shards, revocationSeconds }: KeySetChoice,
  shape: KeyShape,
): string {
  const parse = keys * PARSE_SECONDS;
  const share = percent(parse / periodSeconds(revocationSeconds));
  const scan = (keys / shards / 2) * SCAN_SECONDS * 1e6;
  return comments([
    `With ${count(keys)} (measured with ES256): about ${seconds(parse)} of the main thread for each fetch (${share}), ${megabytes(keys * BYTES_IN_MEMORY)} of memory,`,
    `${scan < 1 ? 'less than 1' : Math.round(scan).toLocaleString('en')} us to find a key. Each fetch transfers ${megabytes(keys * bytesOfKey(shape))}.`,
  ]);
}

/**
 * @param title - The gateway's.
 * @throws RangeError if it can't keep up with so many keys.
 */
export function assertKeepsUp(title: string, keys: number, { revocationSeconds }: KeySetChoice): void {
  const least = leastRevocation(keys);
  if (revocationSeconds < least)
    throw new RangeError(
      `${title} needs ${seconds(keys * PARSE_SECONDS)} to read ${count(keys)}, so it can't refuse a revoked one within ${revocationSeconds} s. Choose a revocation time of ${least} s or more, or a gate, which takes a second with any number of keys.`,
    );
}

/**
 * @throws RangeError if so many keys don't fit into the documents of Envoy's configuration, which lets only one document be
 *   larger than the default.
 */
export function assertFits(keys: number, { shards }: KeySetChoice, shape: KeyShape): void {
  if (shards === 1 && keys > mostKeysIn(MAX_BYTES_RAISED, shape))
    throw new RangeError(
      `${count(keys)} don't fit into one document of 512 MiB, the most that this configuration allows. Choose 256 shards.`,
    );
  if (shards > 1 && keys > mostKeysByDefault(shape) * shards)
    throw new RangeError(
      `${count(keys)} don't fit into ${shards} documents of 32 MiB, the most that Envoy accepts. Choose the mode "gate".`,
    );
}

function comments(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}\n`).join('');
}

function leastRevocation(keys: number): number {
  return Math.ceil((keys * PARSE_SECONDS) / MAX_BUSY) + 1;
}

function count(keys: number): string {
  return keys === 1 ? '1 key' : `${keys.toLocaleString('en')} keys`;
}

function seconds(value: number): string {
  return value < 1 ? `${Math.max(1, Math.round(value * 1_000))} ms` : `${value.toFixed(1)} s`;
}

function percent(share: number): string {
  return share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? 'less than 1 MB' : `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}
