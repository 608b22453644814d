import type { JsonObject } from '@lostwax/core';
import type { AuditPageRow } from '../../store/queries/audit.ts';
import type { View } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { subjectIn } from '../keys/plan.ts';
import { cut, idOfCursor, type Page } from '../page.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { AuditEntry, AuditFilter } from './types.ts';

/**
 * Reads the audit log, newest first; with `after`, oldest first from the row after that number, which is the
 * order for verifying the chain.
 *
 * @param view - A portal session sees its customer's rows without addresses, since some of those belong to
 * the producer's people.
 */
export async function audit(
  { store }: Context,
  slug: string,
  filter: AuditFilter,
  view: View,
): Promise<Page<AuditEntry>> {
  const workspace = await workspaceRow(store.read, slug);
  const { keyId, action, actor, since, until, after, limit = 50, cursor } = filter;
  const subject = subjectIn(view, filter.customer);
  const owner =
    subject === undefined ? undefined : await store.read.customers.bySubject(workspace.id, subject);
  if (subject !== undefined && owner === undefined) return { items: [], nextCursor: null };
  // `after` is for verifying the chain, from its start.
  const forward = after !== undefined;
  const next = cursor === undefined ? undefined : idOfCursor(cursor);
  const rows = await store.read.audit.page(
    workspace.id,
    { customerRef: owner?.ref, kid: keyId, action, actor, since, until },
    {
      above: forward ? Math.max(after, next ?? after) : undefined,
      below: forward ? undefined : next,
      order: forward ? 'oldest first' : 'newest first',
      most: limit + 1,
    },
  );
  const { shown, nextCursor } = cut(rows, limit, ({ seq }) => seq);
  const entries = shown.map(entryOf);
  return {
    items: view === 'all' ? entries : entries.map(forCustomer),
    nextCursor,
  };
}

function entryOf(row: AuditPageRow): AuditEntry {
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

/** The salt is removed too: with it, an address could be guessed from the hash of the texts. */
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
