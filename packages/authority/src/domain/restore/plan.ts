import { type NamedKey, PIN_BYTES } from '@lostwax/contract';
import type { Reads } from '../../store/queries/queries.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { ROWS_PER_TURN } from '../stretches.ts';
import { type Evidence, evidenceFor, type SourcedSet } from './known-set.ts';

/** A set that was complete for the last time longer ago may not reach to the moment at which the authority was lost. */
const OUTDATED_MILLISECONDS = 3_600_000;

/** What a restore does with the keys of one workspace, and what it can't know. */
export interface WorkspacePlan {
  readonly workspace: WorkspaceRow;
  readonly evidence: Evidence;
  /** The copy contains everything until this time. */
  readonly copiedAt: number;
  /** Row IDs of keys that are in no set any more. */
  readonly revoke: readonly number[];
  /** Of these, the keys that were disabled or suspended when the copy was made. */
  readonly revokedInactive: number;
  /** Keys that no set says anything about. */
  readonly uncovered: number;
  /** Keys that were created after the copy, as far as the sets show; they can't be restored. */
  readonly lost: { readonly count: number; readonly keys: readonly NamedKey[] };
  /** Nothing is known about what happened after this time; undefined if everything is. */
  readonly unknownSince: number | undefined;
}

/** How a restore treats what no set can answer. */
export interface PlanOptions {
  /** The copy contains everything until this time, in milliseconds since the Unix epoch. */
  readonly copiedAt: number;
  /** Keeps keys that were disabled or suspended when the copy was made. */
  readonly keepInactive: boolean;
  readonly now: number;
  /** Called with the number of keys compared so far. */
  readonly progress: (keys: number) => void;
}

/** Number of lost keys that are named. */
const NAMED = 1_000;

/** Compares a workspace's keys with the known sets. Changes nothing. */
export async function planWorkspace(
  db: Reads,
  workspace: WorkspaceRow,
  sets: readonly SourcedSet[],
  options: PlanOptions,
): Promise<WorkspacePlan> {
  const { now, keepInactive, copiedAt } = options;
  const evidence = await evidenceFor(db, workspace, sets);
  const revoke: number[] = [];
  const found = new Map<SourcedSet, number>();
  let [inactive, uncovered] = [0, 0];
  for await (const { id, pin, jwk, published, created_at, expires_at } of unrevoked(
    db,
    workspace.id,
    options.progress,
  )) {
    const set = jwk === null ? evidence.full : evidence.signed;
    const isKnown = pin.length === PIN_BYTES && set?.has(pin) === true;
    if (isKnown) found.set(set, (found.get(set) ?? 0) + 1);
    // Time ended it already, whatever else happened.
    if (isKnown || (expires_at !== null && expires_at <= now)) continue;
    if (set === undefined) uncovered += 1;
    // Created in the copy itself, which knows all about it.
    else if (evidence.forks.has(set) && created_at > (set.completeAt ?? Infinity)) continue;
    // A key that wasn't in the set before may have been revoked since: enabling it would bring it back.
    else if (published === 1) revoke.push(id);
    else if (!keepInactive) {
      inactive += 1;
      revoke.push(id);
    }
  }
  const widest = evidence.full ?? evidence.signed;
  const count = widest === undefined ? 0 : widest.size - (await countIn(db, workspace, widest, found));
  const plan = { workspace, evidence, copiedAt, revoke, revokedInactive: inactive, uncovered };
  return {
    ...plan,
    lost: { count: Math.max(0, count), keys: count > 0 ? await lostIn(db, workspace, evidence.full) : [] },
    unknownSince: await unknownSince(db, plan, now),
  };
}

async function* unrevoked(db: Reads, workspaceId: number, progress: (keys: number) => void) {
  let done = 0;
  for (let last = 0, read = ROWS_PER_TURN; read === ROWS_PER_TURN; ) {
    const rows = await db.keys.unrevoked(workspaceId, last, ROWS_PER_TURN);
    yield* rows;
    read = rows.length;
    last = rows.at(-1)?.id ?? last;
    done += read;
    progress(done);
  }
}

/** Keys of the copy that the set contains. The widest set may differ from the one that decided about signed keys. */
async function countIn(
  db: Reads,
  { id }: WorkspaceRow,
  set: SourcedSet,
  found: ReadonlyMap<SourcedSet, number>,
): Promise<number> {
  if (found.size === 1 && found.has(set)) return found.get(set) as number;
  let count = 0;
  for await (const { pin } of unrevoked(db, id, () => {}))
    if (pin.length === PIN_BYTES && set.has(pin)) count += 1;
  return count;
}

async function lostIn(
  db: Reads,
  { id }: WorkspaceRow,
  full: SourcedSet | undefined,
): Promise<readonly NamedKey[]> {
  const lost: NamedKey[] = [];
  let waiting: NamedKey[] = [];
  const look = async (): Promise<void> => {
    const kids = waiting.map(({ keyId }) => keyId);
    const existing = new Set((await db.keys.byKids(id, kids)).map(({ kid }) => kid));
    for (const key of waiting) if (!existing.has(key.keyId) && lost.length < NAMED) lost.push(key);
    waiting = [];
  };
  for (const key of full?.keys() ?? []) {
    waiting.push(key);
    if (waiting.length === 500) await look();
    if (lost.length === NAMED) return lost;
  }
  if (waiting.length > 0) await look();
  return lost;
}

/** The earliest time after which something about this workspace isn't known. */
async function unknownSince(
  db: Reads,
  {
    workspace,
    evidence: { signed, full },
    uncovered,
    copiedAt,
  }: Pick<WorkspacePlan, 'workspace' | 'evidence' | 'uncovered' | 'copiedAt'>,
  now: number,
): Promise<number | undefined> {
  const has = await hasAnything(db, workspace, full);
  if (!has.keys && !has.signingKeys) return undefined;
  if (uncovered > 0 || (has.signingKeys && full === undefined)) return copiedAt;
  if (workspace.slug === ADMIN_SLUG) return copiedAt;
  const complete = [signed, full].flatMap((set) => (set === undefined ? [] : [set.completeAt ?? 0]));
  const earliest = complete.reduce((a, b) => Math.min(a, b), now);
  return earliest < now - OUTDATED_MILLISECONDS ? Math.max(earliest, copiedAt) : undefined;
}

async function hasAnything(db: Reads, { id }: WorkspaceRow, full: SourcedSet | undefined) {
  const keys = (await db.keys.unrevoked(id, 0, 1)).length > 0;
  const signing = full === undefined ? await db.signingKeys.ofWorkspace(id, 1_000) : [];
  return { keys, signingKeys: signing.some(({ published }) => published === 1) };
}
