import type { Reader, Workspace } from '@lostwax/client';

/** Changes that a reader has not seen yet, as far as is known: 0 is level. */
export function lagOf(
  { position }: Pick<Reader, 'position'>,
  workspace: Pick<Workspace, 'position'>,
): number | 'unknown' | 'other history' {
  if (position === null) return 'unknown';
  const [seen, now] = [partsOf(position), partsOf(workspace.position)];
  if (seen === undefined || now === undefined) return 'unknown';
  // The two were read one after the other: a reader may be ahead of what was read first.
  return seen.history === now.history ? Math.max(0, now.seq - seen.seq) : 'other history';
}

/** Number of the last change in a position, for people; undefined of a form that this page does not know. */
export function changesOf(position: string): number | undefined {
  return partsOf(position)?.seq;
}

/** `<lineage>.<epoch>.<seq>.<digest>` */
const FORM = /^(?<history>[^.]+\.\d+)\.(?<seq>\d+)\.[^.]+$/;

function partsOf(position: string): { readonly history: string; readonly seq: number } | undefined {
  const { history, seq } = FORM.exec(position)?.groups ?? {};
  return history === undefined || seq === undefined ? undefined : { history, seq: Number(seq) };
}
