import { parentPort, workerData } from 'node:worker_threads';
import { findUnknown } from '../domain/audit/trust/find-unknown.ts';
import { openDatabase } from '../store/sqlite/node-sqlite.ts';
import { handleOver } from '../store/sqlite/open.ts';

/** What one run finds, in this order: of the file, then of each workspace. */
export type Finding =
  | { readonly kind: 'file'; readonly faults: readonly string[] }
  | {
      readonly kind: 'unknown';
      readonly workspace: string;
      readonly count: number;
      readonly keyIds: readonly string[];
    }
  | { readonly kind: 'done' };

/** Faults of the file, and key ids of a workspace, that are named. */
const NAMED = 20;

/** Goes through the whole file, and then through all keys, with a pause after each stretch: half of a core is everybody else's. */
async function check(file: string, post: (finding: Finding) => void): Promise<void> {
  const database = openDatabase(file, true);
  const db = handleOver(database);
  // Not `quick_check`: key sets are read from an index, and only this compares indexes with their tables.
  const rows = database.prepare(`PRAGMA integrity_check(${NAMED})`).all();
  const faults = rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
  post({ kind: 'file', faults });
  // A workspace whose keys of before the audit still takes in is compared after the next start.
  const bound = (await db.workspaces.all()).filter((row) => row.keys_bound === 1);
  for (const { id, slug } of bound) {
    const keyIds: string[] = [];
    let count = 0;
    for (let below = Number.MAX_SAFE_INTEGER; below > 0; ) {
      const began = performance.now();
      // One moment for records and audit, whatever is written meanwhile.
      database.exec('BEGIN');
      const stretch = await findUnknown(db, id, below, 0);
      database.exec('COMMIT');
      count += stretch.keys.length;
      for (const { kid } of stretch.keys) if (keyIds.length < NAMED) keyIds.push(kid);
      below = stretch.below;
      rest(performance.now() - began);
    }
    if (count > 0) post({ kind: 'unknown', workspace: slug, count, keyIds });
  }
  database.close();
  post({ kind: 'done' });
}

/** Nothing else runs in this thread. */
function rest(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

await check(String(workerData), (finding) => parentPort?.postMessage(finding));
