import type { Context } from './context.ts';
import { cursorOf, idOfCursor, workspaceRow } from './rows.ts';
import type { AuditEntry, AuditFilter, Page } from './types.ts';

/** Newest first; with `after`, oldest first from the row behind that number, as one who checks the chain reads it. */
export async function audit(
  { store }: Context,
  slug: string,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  const workspace = await workspaceRow(store.read, slug);
  const { keyId, action, after, limit = 50, cursor } = filter;
  const forward = after !== undefined;
  const rows = await store.read
    .selectFrom('audit')
    .leftJoin('audit_texts', (join) =>
      join
        .onRef('audit_texts.workspace_id', '=', 'audit.workspace_id')
        .onRef('audit_texts.seq', '=', 'audit.seq'),
    )
    .selectAll('audit')
    .select(['audit_texts.texts as texts', 'audit_texts.salt as salt'])
    .where('audit.workspace_id', '=', workspace.id)
    .$if(keyId !== undefined, (query) => query.where('audit.kid', '=', keyId as string))
    .$if(action !== undefined, (query) => query.where('audit.action', '=', action as string))
    .$if(forward, (query) => query.where('audit.seq', '>', after as number))
    .$if(cursor !== undefined, (query) =>
      query.where('audit.seq', forward ? '>' : '<', idOfCursor(cursor as string)),
    )
    .orderBy('audit.seq', forward ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      seq: row.seq,
      at: row.at,
      action: row.action,
      actor: row.actor,
      keyId: row.kid,
      customerRef: row.customer_ref,
      details: JSON.parse(row.details),
      texts: row.texts === null ? null : JSON.parse(row.texts),
      salt: row.salt === null ? null : hex(row.salt),
      textsHash: hex(row.texts_hash),
      hash: hex(row.hash),
    })),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.seq) : null,
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
