import { createHash } from 'node:crypto';
import type { AuditedKey, AuditedKeys } from './audited-keys.ts';
import type { FedKey } from './published-feed.ts';
import type { PublishedKey } from './published-set.ts';

/** How a key can differ from the audit log. */
export const differences = {
  not_in_audit: 'no audit row records its creation',
  public_half: 'its public half in the key set differs from the one issued',
  pin: 'its pin in the feed differs from the one issued',
  scopes: 'its scopes in the full feed differ from those issued',
  ended: 'it is published, but the audit log says it has ended',
  withdrawn: 'it is not published, and the audit log does not say why',
  record: 'its record in the database differs from the audit log',
  sentinel: 'the sentinel at the end of its key set is not the original one',
  unknown_pin: 'a pin in the public feed belongs to no key in the audit log',
} as const;

export interface Difference {
  /** Null for the sentinel, and for a pin of the public feed, which does not identify its key. */
  readonly keyId: string | null;
  readonly difference: keyof typeof differences;
}

/** Everything that is published, as a reader that starts now gets it. */
export interface Published {
  readonly keys: readonly PublishedKey[];
  /** As `PublishedSet` has them. */
  readonly sentinels: ReadonlySet<string | undefined>;
  readonly halfPins: ReadonlySet<string>;
  /** Undefined if the administrator key lacks the scope to read it. */
  readonly full: ReadonlyMap<string, FedKey> | undefined;
  /** Key IDs in the authority's database but not in its audit log; empty if the key lacks the scope. */
  readonly unknownRecords: readonly string[];
}

/** Compares what is published with the audit log. Reports each difference of a key once. */
export function compare(audited: AuditedKeys, published: Published, now: number): Difference[] {
  const { keys, sentinels, halfPins, full, unknownRecords } = published;
  const found: Difference[] = [];
  const inSet = new Set<string>();
  for (const { kid, publicHalfHash } of keys) {
    inSet.add(kid);
    const difference = ofPublished(audited, kid, publicHalfHash, now);
    if (difference !== undefined) found.push({ keyId: kid, difference });
  }
  const unclaimed = new Set([...halfPins].map((pin) => sha256(pin)));
  for (const [kid, key] of audited.all) {
    const isFed = key.bound !== undefined && unclaimed.delete(key.bound.halfPinHash);
    const standing = audited.standing(kid, key, now);
    if (key.bound?.publicHalfHash === null) {
      // Only the full feed has it.
      if (standing === 'live' && full?.has(kid) === false)
        found.push({ keyId: kid, difference: 'withdrawn' });
      if (standing === 'ended' && full?.has(kid) === true) found.push({ keyId: kid, difference: 'ended' });
      continue;
    }
    if (standing === 'live' && !inSet.has(kid)) found.push({ keyId: kid, difference: 'withdrawn' });
    if (standing === 'live' && inSet.has(kid) && !isFed && key.bound)
      found.push({ keyId: kid, difference: 'pin' });
    if (standing === 'ended' && isFed && !inSet.has(kid)) found.push({ keyId: kid, difference: 'ended' });
  }
  for (const [kid, { removed }] of audited.signers) {
    if (!removed && !inSet.has(kid) && !audited.isChanging(kid))
      found.push({ keyId: kid, difference: 'withdrawn' });
  }
  for (const [kid, fed] of full ?? []) {
    const difference = ofFed(audited.get(kid), fed);
    if (difference !== undefined) found.push({ keyId: kid, difference });
  }
  for (const keyId of unknownRecords) found.push({ keyId, difference: 'record' });
  const { sentinelHash } = audited;
  if (sentinelHash !== undefined && [...sentinels].some((it) => it !== sentinelHash))
    found.push({ keyId: null, difference: 'sentinel' });
  if (unclaimed.size > 0) found.push({ keyId: null, difference: 'unknown_pin' });
  return once(found);
}

function ofPublished(
  audited: AuditedKeys,
  kid: string,
  publicHalfHash: string | undefined,
  now: number,
): Difference['difference'] | undefined {
  const signer = audited.signers.get(kid);
  if (signer !== undefined) {
    if (signer.publicHalfHash !== publicHalfHash) return 'public_half';
    return signer.removed && !audited.isChanging(kid) ? 'ended' : undefined;
  }
  const key = audited.get(kid);
  if (key?.bound === undefined) return 'not_in_audit';
  if (key.bound.publicHalfHash !== publicHalfHash) return 'public_half';
  return audited.standing(kid, key, now) === 'ended' ? 'ended' : undefined;
}

function ofFed(key: AuditedKey | undefined, fed: FedKey): Difference['difference'] | undefined {
  if (key?.bound === undefined) return 'not_in_audit';
  if (key.bound.pinHash !== sha256(fed.pin)) return 'pin';
  return key.bound.scopes === JSON.stringify(fed.scopes) ? undefined : 'scopes';
}

/** @param pin - In base64url. */
function sha256(pin: string): string {
  return createHash('sha256').update(Buffer.from(pin, 'base64url')).digest('base64url');
}

function once(found: readonly Difference[]): Difference[] {
  return [...new Map(found.map((it) => [`${it.keyId} ${it.difference}`, it])).values()];
}
