import { createHash } from 'node:crypto';
import { AuthorityError } from '../errors.ts';
import type { Queries, Reads } from '../store/queries/queries.ts';
import type { WorkspaceRow } from '../store/rows.ts';
import type { Actor } from './access/actor.ts';

/** What identifies a repeated request. */
export interface Idempotency {
  /** Value of the Idempotency-Key header, 1 to 255 visible ASCII characters. */
  readonly key: string;
  /** SHA-256 of the body as sent. */
  readonly bodyHash: Uint8Array;
}

/** A request, identified by its Idempotency-Key, operation and sender, with a hash of its content. */
export interface Repeat {
  readonly request: Uint8Array;
  readonly body: Uint8Array;
}

/**
 * The same key from another administrator, or for another operation, is another request. All portal sessions
 * of a customer count as one sender, because a customer may have to reopen the portal before repeating a lost
 * request.
 */
export function repeatOf(
  actor: Actor,
  operation: string,
  idempotency: Idempotency | undefined,
): Repeat | undefined {
  if (idempotency === undefined) return undefined;
  const sender = actor.view === 'all' ? actor.id : { customer: actor.view.customer };
  const request = createHash('sha256')
    .update(JSON.stringify([sender, operation, idempotency.key]))
    .digest();
  // Mixed with the header, which isn't stored: with a hash of the body alone, a guess at an erased customer
  // could be verified.
  const body = createHash('sha256')
    .update(request)
    .update(idempotency.key)
    .update(idempotency.bodyHash)
    .digest();
  return { request, body };
}

/**
 * @throws {@link AuthorityError} `idempotency_replayed` with the key IDs that the first request created;
 * `idempotency_mismatch` if the first request had another body. Failed requests aren't remembered.
 */
export async function assertNew(
  db: Pick<Reads, 'requests'>,
  workspace: WorkspaceRow,
  repeat: Repeat,
): Promise<void> {
  const seen = await db.requests.find(workspace.id, repeat.request);
  if (seen === undefined) return;
  if (Buffer.compare(seen.body, repeat.body) !== 0) {
    throw new AuthorityError(
      'idempotency_mismatch',
      'This Idempotency-Key was already used with a different body. Use a new one for each new request.',
    );
  }
  const keyIds: readonly string[] = JSON.parse(seen.kids);
  throw new AuthorityError(
    'idempotency_replayed',
    `This request already succeeded, so no second key was created. The key cannot be shown again: if you lost the first response, rotate or revoke ${keyIds.length === 1 ? keyIds[0] : 'the keys named in keyIds'}.`,
    { keyIds },
  );
}

export async function rememberRequest(
  db: Pick<Queries, 'requests'>,
  workspace: WorkspaceRow,
  repeat: Repeat,
  kids: readonly string[],
  at: number,
): Promise<void> {
  await db.requests.insert({
    workspace_id: workspace.id,
    request: repeat.request,
    body: repeat.body,
    kids: JSON.stringify(kids),
    at,
  });
}
