import { createHash } from 'node:crypto';
import type { AuditRow } from '../../../store/rows.ts';

/** What stands before the first row of a workspace. */
export const CHAIN_BEGINNING: Uint8Array = new Uint8Array(32);

/**
 * SHA-256 over the hash of the row before and the JSON array of this row's members.
 *
 * The texts enter by their salted hash alone, so that erasing them leaves the chain whole.
 */
export function chainHash(before: Uint8Array, row: Omit<AuditRow, 'workspace_id' | 'hash'>): Buffer {
  const textsHash = Buffer.from(row.texts_hash).toString('hex');
  const members = [row.seq, row.at, row.action, row.actor, row.kid, row.customer_ref, row.details, textsHash];
  return createHash('sha256').update(before).update(JSON.stringify(members)).digest();
}
