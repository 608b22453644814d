import type { Reader, Workspace } from '@lostwax/client';

/** Changes that a reader has not seen yet, as far as is known: 0 is level. */
export function lagOf(
  { position }: Pick<Reader, 'position'>,
  { epoch, seq }: Pick<Workspace, 'epoch' | 'seq'>,
): number | 'unknown' | 'other epoch' {
  const [, ofEpoch, ofSeq] = /^(\d+)\.(\d+)$/.exec(position ?? '') ?? [];
  if (ofEpoch === undefined || ofSeq === undefined) return 'unknown';
  // The two were read one after the other: a reader may be ahead of what was read first.
  return Number(ofEpoch) === epoch ? Math.max(0, seq - Number(ofSeq)) : 'other epoch';
}
