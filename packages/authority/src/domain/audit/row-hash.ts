import { auditHash } from '@lostwax/contract';
import type { AuditRow } from '../../store/rows.ts';

/** Returns the hash of a row, given the hash of the previous row. */
export function rowHash(before: Uint8Array, row: Omit<AuditRow, 'workspace_id' | 'hash'>): Buffer {
  const { seq, at, action, actor, kid: keyId, customer_ref: customerRef, details, texts_hash } = row;
  const textsHash = Buffer.from(texts_hash.buffer, texts_hash.byteOffset, texts_hash.byteLength).toString(
    'hex',
  );
  return auditHash(before, { seq, at, action, actor, keyId, customerRef, details, textsHash });
}
