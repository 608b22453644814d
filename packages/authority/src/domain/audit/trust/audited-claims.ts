import { createHash } from 'node:crypto';
import type { AuditRow, KeyRow } from '../../../store/rows.ts';
import { prepared } from '../../../store/sqlite/prepared.ts';
import type { Handle } from '../../../store/store.ts';
import { jsonObjectOf } from '../../stored-json.ts';

const textsAt = prepared((db, workspaceId: number, seq: number) =>
  db
    .selectFrom('audit_texts')
    .select(['salt', 'texts'])
    .where('workspace_id', '=', workspaceId)
    .where('seq', '=', seq),
);

/**
 * Whether a key's claims are those of the row that binds it: a rotation grants them anew. Claims are personal, so they stand in the row's
 * texts, which are hashed. Where an erasure has removed these, a key has none.
 */
export async function hasAuditedClaims(db: Handle, key: KeyRow, bound: AuditRow): Promise<boolean> {
  const claims = jsonObjectOf(key.claims);
  if (claims === undefined) return false;
  const stored = JSON.stringify(claims);
  const [row] = await textsAt(db, bound.workspace_id, bound.seq);
  if (row === undefined) return stored === '{}';
  const hash = createHash('sha256').update(row.salt).update(row.texts).digest();
  return (
    hash.equals(bound.texts_hash) && stored === JSON.stringify(jsonObjectOf(row.texts)?.['claims'] ?? {})
  );
}
