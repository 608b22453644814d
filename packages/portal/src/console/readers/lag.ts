import type { Reader, Workspace } from '@lostwax/client';

/** Number of changes a reader hasn't seen yet, as far as known; 0 if it is up to date. */
export function lagOf(
  { position }: Pick<Reader, 'position'>,
  workspace: Pick<Workspace, 'position'>,
): number | 'unknown' | 'other history' {
  if (position === null) return 'unknown';
  const [seen, now] = [partsOf(position), partsOf(workspace.position)];
  if (seen === undefined || now === undefined) return 'unknown';
  // The two were read one after the other, so the reader may be ahead.
  return seen.history === now.history ? Math.max(0, now.seq - seen.seq) : 'other history';
}

/** The number of the last change in a position, for display; undefined if the format is unknown. */
export function changesOf(position: string): number | undefined {
  return partsOf(position)?.seq;
}

/** `<lineage>.<epoch>.<seq>.<digest>` */
const FORM = /^(?<history>[^.]+\.\d+)\.(?<seq>\d+)\.[^.]+$/;

function partsOf(position: string): { readonly history: string; readonly seq: number } | undefined {
  const { history, seq } = FORM.exec(position)?.groups ?? {};
  return history === undefined || seq === undefined ? undefined : { history, seq: Number(seq) };
}
