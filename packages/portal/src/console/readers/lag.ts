import type { Reader, Workspace } from '@lostwax/client';

/** Changes that a reader has not seen yet, as far as is known: 0 is level. */
export function lagOf(
  { position }: Pick<Reader, 'position'>,
  workspace: Pick<Workspace, 'position'>,
): number | 'unknown' | 'other history' {
  if (position === null) return 'unknown';
  const [seen, now] = [partsOf(position), partsOf(workspace.position)];
  // The two were read one after the other: a reader may be ahead of what was read first.
  return seen.history === now.history ? Math.max(0, now.seq - seen.seq) : 'other history';
}

/** Number of the last change in a position (`<lineage>.<epoch>.<seq>.<digest>`), for people. */
export function changesOf(position: string): number {
  return partsOf(position).seq;
}

function partsOf(position: string): { readonly history: string; readonly seq: number } {
  const [lineage, epoch, seq] = position.split('.');
  return { history: `${lineage}.${epoch}`, seq: Number(seq) };
}
