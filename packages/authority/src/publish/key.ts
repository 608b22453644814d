import { positionText } from '@lostwax/contract';
import { isKeyId, parseKeyId } from '@lostwax/core';
import { positionOf } from '../domain/workspaces/position.ts';
import { AuthorityError } from '../errors.ts';
import { isPublishable } from '../store/damaged.ts';
import type { Reads } from '../store/queries/queries.ts';
import type { PublishedWorkspace } from './directory.ts';
import { Document } from './document.ts';
import { entryOf } from './edit.ts';

/**
 * Returns the document of one key from the store: its JWK and the sentinel while it is live, the
 * sentinel alone afterwards.
 *
 * @throws {@link AuthorityError} `key_not_found` for a key ID that was never issued in the
 * workspace.
 * @throws Errors of the database.
 */
export async function readKeyDocument(
  { published }: Pick<Reads, 'published'>,
  { id, slug, frame }: PublishedWorkspace,
  kid: string,
): Promise<Document> {
  // Most guessed or mistyped IDs fail the check and need no lookup.
  const row = isKeyId(kid) ? await published.key(id, kid) : undefined;
  if (row === undefined) {
    throw new AuthorityError(
      'key_not_found',
      `No key with this ID was ever created in the workspace "${slug}". Copy the whole ID again.`,
    );
  }
  const { shard, jwk } = row;
  const isLive =
    row.published === 1 && jwk !== null && isPublishable(kid, shard, parseKeyId(kid).prefix, jwk);
  const entry = isLive ? [Buffer.from(`${jwk},`)] : [];
  const { lineage, changed_epoch: epoch, changed_seq: seq, changed_digest: digest } = row;
  const version = positionOf({ lineage, epoch, seq, digest });
  return new Document([frame.head, ...entry, frame.tail], entry.length, positionText(version));
}

/** The same from memory, for when the store fails: undefined unless the key is known to be live. */
export function heldKeyDocument({ frame, keySet }: PublishedWorkspace, kid: string): Document | undefined {
  if (!isKeyId(kid)) return undefined;
  const shard = keySet.shard(Number.parseInt(parseKeyId(kid).shard, 16));
  const entry = shard.loaded ? entryOf(shard.snapshot(), kid) : undefined;
  return entry && new Document([frame.head, entry, Buffer.from(','), frame.tail], 1, undefined);
}
