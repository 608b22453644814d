import { auditTextsHash } from '@lostwax/contract';
import type { Reads } from '../../../store/queries/queries.ts';
import type { AuditRow, KeyRow } from '../../../store/rows.ts';
import { jsonObjectOf } from '../../stored-json.ts';

/**
 * Reports whether a key's claims match those of the row that binds it; a rotation grants them again. Claims
 * are personal data, so they are in the row's texts, which are hashed. After an erasure has removed the
 * texts, the key must have no claims.
 */
export async function hasAuditedClaims(db: Reads, key: KeyRow, bound: AuditRow): Promise<boolean> {
  const claims = jsonObjectOf(key.claims);
  if (claims === undefined) return false;
  const stored = JSON.stringify(claims);
  const row = await db.audit.texts(bound.workspace_id, bound.seq);
  if (row === undefined) return stored === '{}';
  const hash = auditTextsHash(row.salt, row.texts);
  return (
    hash.equals(bound.texts_hash) && stored === JSON.stringify(jsonObjectOf(row.texts)?.['claims'] ?? {})
  );
}
