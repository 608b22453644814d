import type { JsonObject } from '@lostwax/core';
import type { AuditRow } from '../../store/rows.ts';
import type { Bounds } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { customerBySubject } from '../customers/rows.ts';
import { assertOwn } from '../keys/plan.ts';
import type { Page } from '../page.ts';
import { cursorOf, idOfCursor } from '../page.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { AuditEntry, AuditFilter } from './types.ts';

/**
 * Newest first; with `after`, oldest first from the row behind that number, as one who checks the chain reads it.
 *
 * @param within - A portal session sees its customer's rows, without addresses: those of the producer's people are among them.
 */
export async function audit(
  { store }: Context,
  slug: string,
  filter: AuditFilter,
  within?: Bounds,
): Promise<Page<AuditEntry>> {
  const workspace = await workspaceRow(store.read, slug);
  const { keyId, action, actor, since, until, after, limit = 50, cursor } = filter;
  if (within !== undefined && filter.customer !== undefined) assertOwn(within, filter.customer);
  const subject = within?.customer ?? filter.customer;
  const [owner] = subject === undefined ? [] : await customerBySubject(store.read, workspace.id, subject);
  if (subject !== undefined && owner === undefined) return { items: [], nextCursor: null };
  const forward = after !== undefined;
  // Of one customer, the index of the texts has the order: who is not erased has them all.
  const seq = owner === undefined ? 'audit.seq' : 'audit_texts.seq';
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
    .$if(owner !== undefined, (query) => query.where('audit_texts.customer_ref', '=', owner?.ref as string))
    .$if(keyId !== undefined, (query) => query.where('audit.kid', '=', keyId as string))
    .$if(action !== undefined, (query) => query.where('audit.action', '=', action as string))
    .$if(actor !== undefined, (query) => query.where('audit.actor', '=', actor as string))
    .$if(since !== undefined, (query) => query.where('audit.at', '>=', since as number))
    .$if(until !== undefined, (query) => query.where('audit.at', '<', until as number))
    .$if(forward, (query) => query.where(seq, '>', after as number))
    .$if(cursor !== undefined, (query) => query.where(seq, forward ? '>' : '<', idOfCursor(cursor as string)))
    .orderBy(seq, forward ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const entries = shown.map(entryOf);
  return {
    items: within === undefined ? entries : entries.map(forCustomer),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.seq) : null,
  };
}

function entryOf(
  row: AuditRow & { readonly texts: string | null; readonly salt: Uint8Array | null },
): AuditEntry {
  const texts: JsonObject | null = row.texts === null ? null : JSON.parse(row.texts);
  const name = texts?.['actorName'];
  return {
    seq: row.seq,
    at: row.at,
    action: row.action,
    actor: row.actor,
    actorName: typeof name === 'string' ? name : null,
    keyId: row.kid,
    customerRef: row.customer_ref,
    details: JSON.parse(row.details),
    texts,
    salt: row.salt === null ? null : hex(row.salt),
    textsHash: hex(row.texts_hash),
    hash: hex(row.hash),
  };
}

/** Without the salt too: with it, an address could be guessed from the hash of the texts. */
function forCustomer(entry: AuditEntry): AuditEntry {
  if (entry.texts === null) return entry;
  const { address: _, ...texts } = entry.texts;
  if (entry.details['via'] === 'portal') return { ...entry, texts, salt: null };
  const { actorId: _id, actorName: _name, ...others } = texts;
  return { ...entry, actorName: null, texts: others, salt: null };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
