import { comparePositions, isSameHistory, type KnownSet, type Position } from '@lostwax/contract';
import type { Reads } from '../../store/queries/queries.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import { keepsAfter } from '../workspaces/keeps-after.ts';
import { positionOf } from '../workspaces/position.ts';

/** A set of valid keys, and where it was read. */
export interface SourcedSet extends KnownSet {
  /** For messages: a path or URL. */
  readonly source: string;
}

/** The sets that say what became of a workspace's keys after the copy was made. */
export interface Evidence {
  /** For signed keys. */
  readonly signed: SourcedSet | undefined;
  /** For keys of every method. */
  readonly full: SourcedSet | undefined;
  /** Sets that don't know what happened in the copy after they were complete. */
  readonly forks: ReadonlySet<SourcedSet>;
  /** Sets of this workspace that say nothing about what came after the copy. */
  readonly unusable: readonly { readonly source: string; readonly why: 'older' | 'other-history' }[];
}

/** Chooses the latest sets of a workspace among those that know something which the copy doesn't. */
export async function evidenceFor(
  db: Reads,
  workspace: WorkspaceRow,
  sets: readonly SourcedSet[],
): Promise<Evidence> {
  const usable: SourcedSet[] = [];
  const unusable: { source: string; why: Unusable }[] = [];
  const forks = new Set<SourcedSet>();
  for (const set of sets) {
    if (set.issuer !== workspace.issuer) continue;
    const relation = await relationOf(db, workspace, set.position);
    if (relation === 'older' || relation === 'other-history') {
      unusable.push({ source: set.source, why: relation });
      continue;
    }
    usable.push(set);
    if (relation === 'fork') forks.add(set);
  }
  return {
    signed: latest(usable),
    full: latest(usable.filter(({ feed }) => feed === 'full')),
    forks,
    unusable,
  };
}

type Unusable = 'older' | 'other-history';

/**
 * How a set's position relates to the copy. `fork`: the copy was already in use, so both have changes that the other
 * lacks.
 */
async function relationOf(
  db: Reads,
  workspace: WorkspaceRow,
  position: Position,
): Promise<'later' | 'fork' | Unusable> {
  const copy = positionOf(workspace);
  if (isSameHistory(position, copy)) {
    if (position.seq > copy.seq) return 'later';
    if (position.seq === copy.seq) return position.digest === copy.digest ? 'later' : 'fork';
    if (await keepsAfter(db, workspace.id, position, copy)) return 'older';
    // Without the change after it, nobody can tell.
    const next = await db.changes.at(workspace.id, position.epoch, position.seq + 1);
    return next === undefined ? 'older' : 'fork';
  }
  if (position.epoch > copy.epoch) return 'later';
  return position.epoch < copy.epoch ? 'older' : 'other-history';
}

/** Of two at the same position, the one that was complete longer. */
function latest(sets: readonly SourcedSet[]): SourcedSet | undefined {
  return [...sets].sort(
    (a, b) => comparePositions(b.position, a.position) || (b.completeAt ?? 0) - (a.completeAt ?? 0),
  )[0];
}
