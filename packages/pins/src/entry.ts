import type { EntryRecord } from '@lostwax/contract';
import type { PinEntry } from './target.ts';

/** What a gateway keeps of an entry of the full feed (spec/feed.md §5). */
export function pinEntry({ pin, kid, customer, scopes, claims, exp, method }: EntryRecord): PinEntry {
  const entry = { pin, keyId: kid, customer, scopes, claims, method };
  return exp === undefined ? entry : { ...entry, expiresAtSeconds: exp };
}
