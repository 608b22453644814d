import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { KeyRow, OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { View } from '../access/actor.ts';
import { clientAuthenticationOf } from '../methods/oauth-client.ts';
import type { ReaderDirectory } from '../readers/readers.ts';
import type { ReaderWatch } from '../readers/watch.ts';
import { jsonObjectOf, jsonTextsOf } from '../stored-json.ts';
import { formerExpiry, stateOf } from './lifecycle.ts';
import { propagationOf } from './propagation.ts';
import type { Key } from './types.ts';

/**
 * @throws {@link AuthorityError} `key_not_found`, also for a key of another workspace, and for a portal
 * session of another customer.
 */
export async function keyRow(
  db: Reads,
  workspace: WorkspaceRow,
  kid: string,
  view: View,
): Promise<OwnedKeyRow> {
  const row = await db.keys.byKid(workspace.id, kid);
  if (row === undefined || (view !== 'all' && row.customer_subject !== view.customer)) {
    throw new AuthorityError(
      'key_not_found',
      `No key of the workspace "${workspace.slug}" has this ID. Key IDs start with "${workspace.prefix}_"; GET /v1/workspaces/${workspace.slug}/keys lists them.`,
    );
  }
  return row;
}

/** Converts a key record to its API form. */
export function keyView(
  { readers, watch }: { readonly readers: ReaderDirectory; readonly watch: ReaderWatch },
  row: KeyRow,
  customer: string | null,
  slug: string,
  now: number,
  view: View,
): Key {
  return {
    id: row.kid,
    workspace: slug,
    customer,
    name: row.name,
    ending: row.ending,
    method: row.method,
    clientAuthentication: clientAuthenticationOf(row),
    scopes: jsonTextsOf(row.scopes) ?? [],
    claims: jsonObjectOf(row.claims) ?? {},
    // The producer's own notes, hidden from the customer.
    metadata: view === 'all' ? (jsonObjectOf(row.metadata) ?? {}) : {},
    state: stateOf(row, now),
    createdAt: row.created_at,
    imported: row.imported === 1,
    createdBy: row.created_by,
    createdIn: row.created_in,
    disabledBy: row.disabled_by,
    expiresAt: row.expires_at,
    originalExpiresAt: formerExpiry(row),
    revokedAt: row.revoked_at,
    revocationReason: row.revocation_reason,
    replaces: row.replaces,
    replacedBy: row.replaced_by,
    lastUsedAt: row.last_used_at,
    ...readers.usageOf(row.workspace_id),
    propagation: propagationOf(row, readers.of(row.workspace_id), watch),
  };
}
