import type { PinChange } from '../store/store.ts';
import type { Entries } from './load.ts';

/** The result of {@link applyChanges}. */
export interface Edited extends Entries {
  /** False if a change couldn't be applied without the store: a live key is then missing. */
  readonly complete: boolean;
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const QUOTE = 0x22;
const KID = '"kid":"';
/**
 * Up to this many keys are searched for one by one; more are found in one pass over all entries.
 */
const MOST_SEARCHES = 8;

/**
 * Applies changes to the bytes of a shard: added keys are prepended, removed keys are cut out.
 * Restored keys are omitted: only the store knows their place in the order. Removed keys are never
 * in the result.
 */
export function applyChanges({ count, bytes }: Entries, changes: readonly PinChange[]): Edited {
  const added = new Map<string, string>();
  const gone = new Set<string>();
  let complete = true;
  for (const { kind, kid, jwk } of changes) {
    // Not in the key set: only the number counts.
    if (jwk === null) continue;
    if (kind === 'added') added.set(kid, jwk);
    else if (kind === 'restored') complete = false;
    else if (!added.delete(kid)) gone.add(kid);
  }
  const cuts = cutsOf(bytes, gone);
  const inFront = [...added.values()].reverse().map((jwk) => Buffer.from(`${jwk},`));
  return {
    bytes: Buffer.concat([...inFront, ...piecesBetween(bytes, cuts)]),
    count: count + added.size - cuts.length,
    complete: complete && cuts.length === gone.size,
  };
}

/** Returns the same bytes without these keys; the buffer itself if it contains none of them. */
export function withoutKeys(bytes: Buffer, kids: ReadonlySet<string>): Buffer {
  const cuts = cutsOf(bytes, kids);
  return cuts.length === 0 ? bytes : Buffer.concat(piecesBetween(bytes, cuts));
}

/** Finds the JWK of a key ID in the bytes of a shard, without the comma after it. */
export function entryOf({ bytes }: Entries, kid: string): Buffer | undefined {
  const found = findEntry(bytes, kid);
  return found && bytes.subarray(found.start, found.end - 1);
}

function piecesBetween(bytes: Buffer, cuts: readonly Cut[]): Buffer[] {
  let from = 0;
  const pieces = cuts.map(({ start, end }) => {
    const piece = bytes.subarray(from, start);
    from = end;
    return piece;
  });
  return [...pieces, bytes.subarray(from)];
}

function cutsOf(bytes: Buffer, kids: ReadonlySet<string>): Cut[] {
  return kids.size > MOST_SEARCHES ? findEach(bytes, kids) : searchEach(bytes, kids);
}

function searchEach(bytes: Buffer, kids: ReadonlySet<string>): Cut[] {
  return [...kids].flatMap((kid) => findEntry(bytes, kid) ?? []).sort((a, b) => a.start - b.start);
}

/** The same in one pass: searching for many keys one by one would read the shard as often. */
function findEach(bytes: Buffer, kids: ReadonlySet<string>): Cut[] {
  const cuts: Cut[] = [];
  let start = 0;
  for (let at = bytes.indexOf(KID); at !== -1 && cuts.length < kids.size; at = bytes.indexOf(KID, start)) {
    const from = at + KID.length;
    const end = bytes.indexOf(CLOSING_BRACE, from) + 2;
    if (kids.has(bytes.toString('latin1', from, bytes.indexOf(QUOTE, from)))) cuts.push({ start, end });
    start = end;
  }
  return cuts;
}

/** A JWK contains no nested braces: its members are key IDs, base64url and fixed names. */
function findEntry(bytes: Buffer, kid: string): Cut | undefined {
  const at = bytes.indexOf(`${KID}${kid}"`);
  if (at === -1) return undefined;
  return { start: bytes.lastIndexOf(OPENING_BRACE, at), end: bytes.indexOf(CLOSING_BRACE, at) + 2 };
}
