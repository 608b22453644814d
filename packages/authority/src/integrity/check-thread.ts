import { parentPort, workerData } from 'node:worker_threads';
import { findUnknown } from '../domain/audit/trust/find-unknown.ts';
import { findUnknownSigningKeys } from '../domain/audit/trust/unknown-signing-keys.ts';
import { block } from '../paced.ts';
import { inspectPostgres } from '../store/postgres/inspect.ts';
import { inspectDatabase } from '../store/sqlite/inspect.ts';
import type { Checked } from './checked.ts';

/** The results of one run, in this order: of the file, then of each workspace. */
export type Finding =
  | { readonly kind: 'file'; readonly faults: readonly string[] }
  | {
      readonly kind: 'unknown' | 'unknown-signing-keys';
      readonly workspace: string;
      readonly count: number;
      readonly keyIds: readonly string[];
    }
  /** The check couldn't go on. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** It gave way to a long log: the process is to be ended, and a later one has to start over. */
  | { readonly kind: 'postponed' }
  | { readonly kind: 'done' };

/** Maximum number of faults of the file, and of key IDs of a workspace, that are listed. */
const NAMED = 20;

/**
 * Checks the whole file, then all keys, with a pause after each batch: half a core stays free for
 * other work.
 */
async function check(what: Checked, post: (finding: Finding) => void): Promise<void> {
  const database = 'file' in what ? inspectDatabase(what.file) : await inspectPostgres(what.database);
  const { read } = database;
  const faults = database.faults?.(NAMED);
  if (faults !== undefined) post({ kind: 'file', faults });
  // A workspace whose earlier keys are still being added to the audit log is compared after the
  // next start.
  const bound = (await read.workspaces.all()).filter((row) => row.keys_bound === 1);
  for (const { id, slug } of bound) {
    const keyIds: string[] = [];
    let count = 0;
    for (let below = Number.MAX_SAFE_INTEGER; below > 0; ) {
      const began = performance.now();
      // Read at one moment: a key issued in between would appear to be unknown.
      const stretch = await database.atOneMoment(() => findUnknown(read, id, below, 0));
      count += stretch.keys.length;
      for (const { kid } of stretch.keys) if (keyIds.length < NAMED) keyIds.push(kid);
      below = stretch.below;
      block(performance.now() - began);
    }
    if (count > 0) post({ kind: 'unknown', workspace: slug, count, keyIds });
    const signers = await database.atOneMoment(() => findUnknownSigningKeys(read, id));
    if (signers.length === 0) continue;
    const named = signers.slice(0, NAMED).map(({ kid }) => kid);
    post({ kind: 'unknown-signing-keys', workspace: slug, count: signers.length, keyIds: named });
  }
  await database.close();
  post({ kind: 'done' });
}

const post = (finding: Finding): void => parentPort?.postMessage(finding);
try {
  await check(workerData as Checked, post);
} catch (error) {
  post({ kind: 'failed', reason: String(error) });
}
