import { closeSync, fdatasyncSync, openSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { block, pauseAfter } from '../../paced.ts';
import type { WorkspaceRow } from '../workspace-rows.ts';
import { migrations } from './migrations.ts';
import { BUSY_MILLISECONDS } from './node-sqlite.ts';

/** Pages of 4 KiB copied in one step: 4 MiB. */
const PAGES_A_STEP = 1_024;

/** A workspace as it is in the copy. */
export type CopiedWorkspace = Pick<
  WorkspaceRow,
  'slug' | 'issuer' | 'lineage' | 'epoch' | 'seq' | 'digest' | 'live_keys' | 'audit_seq' | 'audit_hash'
>;

/** What a copy contains. */
export interface Copied {
  /** It contains everything that was durable at this time, in milliseconds since the Unix epoch. */
  readonly at: number;
  readonly schema: number;
  readonly workspaces: readonly CopiedWorkspace[];
}

/** A database that this version can't copy. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
  readonly why: 'empty' | 'older' | 'newer';

  constructor(why: CopyError['why']) {
    super(`The database is ${why}.`);
    this.why = why;
  }
}

/**
 * Copies a database as it is at one moment, while others read and write it.
 *
 * SQLite's backup starts again whenever another process writes, so that it would never end next to a busy authority.
 * In an open read transaction it doesn't, because its pages can't change. The write-ahead log only grows meanwhile by
 * what is written.
 *
 * Each workspace of the copy is marked as unsettled (`unknown_since`), wherever somebody puts it.
 *
 * @param to - A new file, created with mode 0600. Neither a log nor an index remains next to it.
 * @param progress - Called with the share that is done, 0 to 1.
 * @throws {@link CopyError}; errors of node:sqlite and node:fs.
 */
export async function copyDatabase(
  file: string,
  to: string,
  progress: (share: number) => void,
): Promise<Copied> {
  const source = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MILLISECONDS });
  try {
    const at = Date.now();
    source.exec('BEGIN');
    const copied = { at, ...contentOf(source) };
    const handle = openSync(to, 'wx', 0o600);
    let began = performance.now();
    await backup(source, to, {
      rate: PAGES_A_STEP,
      progress({ totalPages, remainingPages }) {
        // Written at once, a gigabyte would keep every commit of the authority waiting for the same disk.
        fdatasyncSync(handle);
        progress(1 - remainingPages / totalPages);
        // SQLite's backup waits for nothing else.
        block(pauseAfter(performance.now() - began));
        began = performance.now();
      },
    }).finally(() => closeSync(handle));
    markUnsettled(to, at);
    return copied;
  } finally {
    source.close();
  }
}

function contentOf(source: DatabaseSync): Omit<Copied, 'at'> {
  const tables = source.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'workspaces'`).get();
  if (tables === undefined) throw new CopyError('empty');
  const schema = Number(source.prepare('PRAGMA user_version').get()?.['user_version']);
  if (schema !== migrations.length) throw new CopyError(schema < migrations.length ? 'older' : 'newer');
  const workspaces = source
    .prepare(
      'SELECT slug, issuer, lineage, epoch, seq, digest, live_keys, audit_seq, audit_hash FROM workspaces ORDER BY id',
    )
    .all() as unknown as readonly CopiedWorkspace[];
  if (workspaces.length === 0) throw new CopyError('empty');
  return { schema, workspaces };
}

function markUnsettled(file: string, at: number): void {
  const copy = new DatabaseSync(file);
  try {
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
    copy.prepare('UPDATE workspaces SET unknown_since = min(coalesce(unknown_since, ?), ?)').run(at, at);
  } finally {
    copy.close();
  }
}
