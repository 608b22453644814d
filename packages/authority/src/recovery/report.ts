import { type NamedKey, positionText } from '@lostwax/contract';
import type { SourcedSet } from '../domain/restore/known-set.ts';
import type { WorkspacePlan } from '../domain/restore/plan.ts';
import { positionOf } from '../domain/workspaces/position.ts';
import { isOpen } from './decisions.ts';
import type { RestoreOptions } from './options.ts';

/** The result of a restore. Times are RFC 3339, UTC. */
export interface RestoreReport {
  /** False if decisions are missing: the database is in place, but no authority starts on it. */
  readonly settled: boolean;
  /** The earliest time from which something undecided is unknown; null if settled. */
  readonly unknownSince: string | null;
  readonly workspaces: readonly RestoredWorkspace[];
  /** Sets of workspaces that the backup doesn't contain. */
  readonly foreignSets: readonly string[];
  /** Where the new first administrator key is; null if there is none. */
  readonly adminKeyFile: string | null;
}

export interface RestoredWorkspace {
  readonly slug: string;
  /** The copy's position. */
  readonly position: string;
  /** The copy contains everything until this time. */
  readonly copiedAt: string;
  /** The sets that decided. */
  readonly sets: readonly UsedSet[];
  readonly unusableSets: readonly { readonly source: string; readonly why: 'older' | 'other-history' }[];
  /** Keys revoked, or to be revoked, because no set has them any more. */
  readonly revoked: number;
  /** Of these, the keys that were disabled or suspended when the copy was made. */
  readonly revokedInactive: number;
  /** Keys that no set says anything about. */
  readonly uncovered: number;
  /** Keys created after the copy, which no longer work. The first 1,000 are named if a full set knows them. */
  readonly lost: { readonly count: number; readonly keys: readonly NamedKey[] };
  /** From this time on, something is unknown and needs a decision; null if not. */
  readonly unknownSince: string | null;
}

export interface UsedSet {
  readonly source: string;
  readonly feed: 'public' | 'full';
  readonly position: string;
  readonly completeAt: string | null;
  readonly keys: number;
}

export function reportOf(
  plans: readonly WorkspacePlan[],
  options: RestoreOptions,
  adminKeyFile: string | undefined,
): RestoreReport {
  const settled = options.acceptUnknownSince !== undefined || !plans.some((plan) => isOpen(plan, options));
  const open = settled ? [] : plans.filter((plan) => isOpen(plan, options));
  const issuers = new Set(plans.map(({ workspace }) => workspace.issuer));
  const since = open.reduce((least, plan) => Math.min(least, plan.unknownSince as number), Infinity);
  return {
    settled,
    unknownSince: open.length === 0 ? null : isoOf(since),
    workspaces: plans.map((plan) => workspaceOf(plan, open.includes(plan))),
    foreignSets: options.sets.flatMap(({ issuer, source }) => (issuers.has(issuer) ? [] : [source])),
    adminKeyFile: adminKeyFile ?? null,
  };
}

function workspaceOf(plan: WorkspacePlan, isUndecided: boolean): RestoredWorkspace {
  const { workspace, evidence, copiedAt, revoke, revokedInactive, uncovered, lost } = plan;
  const used = new Set([evidence.signed, evidence.full].flatMap((set) => set ?? []));
  return {
    slug: workspace.slug,
    position: positionText(positionOf(workspace)),
    copiedAt: isoOf(copiedAt),
    sets: [...used].map(usedSet),
    unusableSets: evidence.unusable,
    revoked: revoke.length,
    revokedInactive,
    uncovered,
    lost,
    unknownSince: isUndecided ? isoOf(plan.unknownSince as number) : null,
  };
}

function usedSet({ source, feed, position, completeAt, size }: SourcedSet): UsedSet {
  return {
    source,
    feed,
    position: positionText(position),
    completeAt: completeAt === undefined ? null : isoOf(completeAt),
    keys: size,
  };
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
