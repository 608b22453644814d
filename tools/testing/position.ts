/** Positions for tests, created and parsed (spec/feed.md §1). */
import { DatabaseSync } from 'node:sqlite';
import { EMPTY_DIGEST, type Position, positionText, SetDigest } from '@lostwax/contract';

/** A lineage that no authority has started. */
export const LINEAGE = '0123456789abcdef';

/** A position of epoch 1 and {@link LINEAGE}, with the digest of the empty set by default. */
export function position(seq: number, other: Partial<Position> = {}): Position {
  return { lineage: LINEAGE, epoch: 1, seq, digest: EMPTY_DIGEST, ...other };
}

/** {@link position} as a string: the ETag of a document. */
export const tag = (seq: number): string => positionText(position(seq));

/** The number of the last change in a position. */
export function seqOf(text: string): number {
  return Number(text.split('.')[2]);
}

/** A workspace's position, now or after a given number of changes, read from its database without any of the authority's code. */
export function positionIn(database: string, slug: string, seq?: number): string {
  const file = new DatabaseSync(database, { readOnly: true });
  try {
    const row = file
      .prepare('SELECT id, lineage, epoch, seq, digest FROM workspaces WHERE slug = ?')
      .get(slug);
    if (row === undefined) throw new Error(`There is no workspace ${slug}.`);
    const head = Number(row['seq']);
    const next = file
      .prepare(
        'SELECT digest, pin FROM changes JOIN keys ON keys.id = key_id WHERE changes.workspace_id = ? AND epoch = ? AND seq = ?',
      )
      .get(row['id'] as number, row['epoch'] as number, (seq ?? head) + 1);
    const digest = new SetDigest((next ?? row)['digest'] as Uint8Array);
    if (next !== undefined) digest.toggle(next['pin'] as Uint8Array);
    return `${row['lineage']}.${row['epoch']}.${seq ?? head}.${digest.text}`;
  } finally {
    file.close();
  }
}
