import type { PinChange } from '../store/store.ts';
import type { Entries } from './load.ts';

/** What {@link applyChanges} made. */
export interface Edited extends Entries {
  /** False when a change could not be applied without the store: what is here is then short of a key that is live. */
  readonly complete: boolean;
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Applies changes to the bytes of a shard: what was added goes in front, what was removed is cut out.
 *
 * What was restored is left out: only the store knows its place in the order. What was removed is never in the result.
 */
export function applyChanges({ count, bytes }: Entries, changes: readonly PinChange[]): Edited {
  const added = new Map<string, string>();
  const cuts = new Map<string, Cut>();
  let complete = true;
  for (const { kind, kid, jwk } of changes) {
    if (kind === 'added') added.set(kid, jwk);
    else if (kind === 'restored') complete = false;
    else if (!added.delete(kid)) {
      const cut = findEntry(bytes, kid);
      if (cut === undefined) complete = false;
      else cuts.set(kid, cut);
    }
  }
  const pieces: Buffer[] = [...added.values()].reverse().map((jwk) => Buffer.from(`${jwk},`));
  let from = 0;
  for (const { start, end } of [...cuts.values()].sort((a, b) => a.start - b.start)) {
    pieces.push(bytes.subarray(from, start));
    from = end;
  }
  pieces.push(bytes.subarray(from));
  return { bytes: Buffer.concat(pieces), count: count + added.size - cuts.size, complete };
}

/** The JWK of a key id in the bytes of a shard, without the comma behind it. */
export function entryOf({ bytes }: Entries, kid: string): Buffer | undefined {
  const found = findEntry(bytes, kid);
  return found && bytes.subarray(found.start, found.end - 1);
}

/** A JWK holds no braces but its own: its members are key ids, base64url and fixed names. */
function findEntry(bytes: Buffer, kid: string): Cut | undefined {
  const at = bytes.indexOf(`"kid":"${kid}"`);
  if (at === -1) return undefined;
  return { start: bytes.lastIndexOf(OPENING_BRACE, at), end: bytes.indexOf(CLOSING_BRACE, at) + 2 };
}
