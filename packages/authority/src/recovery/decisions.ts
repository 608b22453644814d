import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ADMIN_SLUG } from '../domain/access/permissions.ts';
import type { WorkspacePlan } from '../domain/restore/plan.ts';
import { StartError } from '../start-error.ts';
import type { Reads } from '../store/queries/queries.ts';
import type { RestoreOptions } from './options.ts';

/** @throws {@link StartError} if the folder contains a database or its log: nothing is ever overwritten. */
export function assertNoDatabase(data: string): void {
  for (const name of ['lostwax.db', 'lostwax.db-wal']) {
    if (!existsSync(join(data, name))) continue;
    throw new StartError(
      `${resolve(data, name)} exists already, and a restore never overwrites a database. Move it away, or choose an empty folder with --data.`,
      { code: 'file_exists' },
    );
  }
}

/** Whether an administrator key without an expiration remains. */
export async function isLasting(db: Reads, plans: readonly WorkspacePlan[]): Promise<boolean> {
  const plan = plans.find(({ workspace }) => workspace.slug === ADMIN_SLUG);
  if (plan === undefined) return true;
  return plan.revoke.length === 0 && (await db.keys.anyLasting(plan.workspace.id, 'admin'));
}

/** What stays open without a decision: a workspace, or the administrators. */
export function isOpen({ workspace, unknownSince }: WorkspacePlan, options: Decisions): boolean {
  if (unknownSince === undefined) return false;
  return workspace.slug !== ADMIN_SLUG || options.administrators === undefined;
}

type Decisions = Pick<RestoreOptions, 'administrators' | 'acceptUnknownSince'>;

/**
 * Reports whether everything that no set can answer has been decided.
 *
 * @throws {@link StartError} if a later time was accepted than the one from which something is unknown.
 */
export function assertAccepted(plans: readonly WorkspacePlan[], options: Decisions): boolean {
  const open = plans.filter((plan) => isOpen(plan, options));
  if (open.length === 0) return true;
  const { acceptUnknownSince: accepted } = options;
  if (accepted === undefined) return false;
  const since = open.reduce((least, plan) => Math.min(least, plan.unknownSince as number), Infinity);
  // The time is shown in whole seconds.
  if (accepted <= since) return true;
  throw new StartError(
    `What happened after ${timeText(since)} is unknown, and that is earlier than the time you accept (${timeText(accepted)}). Nothing was changed. To accept it, pass --accept-unknown-since ${timeText(since)}.`,
    { code: 'restore_undecided' },
  );
}

/** In whole seconds, rounded down: `2030-01-31T12:00:00Z`. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
