import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { positionText } from '@lostwax/contract';
import { positionOf } from '../domain/workspaces/position.ts';
import { explainStore } from '../explain-store.ts';
import { StartError } from '../start-error.ts';
import { type CopiedWorkspace, CopyError, copyDatabase } from '../store/sqlite/copy.ts';
import { appendManifest, type Manifest } from './backup-file.ts';
import { makeWhole } from './whole-file.ts';

/** Options of `lostwax backup`. */
export interface BackupOptions {
  /** The authority's folder. */
  readonly data: string;
  /** The backup; it must not exist yet. */
  readonly to: string;
  /** Called with the share that is done, 0 to 1. */
  readonly progress?: ((share: number) => void) | undefined;
}

/** A backup that is complete and on disk. */
export interface Backup extends Manifest {
  readonly file: string;
}

/** The database is copied, then read again for the checksum. */
const COPY_SHARE = 0.7;

/**
 * Writes a backup of an authority's database to one file with mode 0600. The authority can keep running: the backup
 * contains everything it had acknowledged when the backup began.
 *
 * Not part of it: `admin.key`, the secret key, and what can be made again (snapshots, the disk reserve).
 *
 * @throws {@link StartError} if there is no authority in the folder, the file exists, or it can't be written.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { data, to, progress = () => {} } = options;
  const database = join(data, 'lostwax.db');
  if (!existsSync(database)) {
    throw new StartError(
      `There is no authority with SQLite in ${resolve(data)}. Pass its data folder with --data. If its database is PostgreSQL, back that up with PostgreSQL's own tools, such as pg_dump.`,
    );
  }
  if (existsSync(to)) {
    throw new StartError(
      `${resolve(to)} exists already, and a backup never overwrites a file. Choose another name.`,
      { code: 'file_exists' },
    );
  }
  try {
    return await makeWhole(to, `${to}.part`, async (part) => {
      const { at, schema, workspaces } = await copyDatabase(database, part, (share) =>
        progress(share * COPY_SHARE),
      );
      const { size: bytes } = statSync(part);
      const createdAt = new Date(at).toISOString();
      const manifest = { createdAt, schema, bytes, workspaces: workspaces.map(describe) };
      await appendManifest(part, manifest, (share) => progress(COPY_SHARE + share * (1 - COPY_SHARE)));
      return { file: to, ...manifest };
    });
  } catch (error) {
    throw explainBackup(error, options);
  }
}

function describe(row: CopiedWorkspace): Manifest['workspaces'][number] {
  return {
    slug: row.slug,
    issuer: row.issuer,
    position: positionText(positionOf(row)),
    keys: row.live_keys,
    audit: { entry: row.audit_seq, hash: Buffer.from(row.audit_hash).toString('hex') },
  };
}

const ofDatabase: Readonly<Record<CopyError['why'], string>> = {
  empty: 'contains no workspace, so there is nothing to back up',
  older:
    'was last used by an earlier version of Lostwax. Start the authority once with this version, then back it up',
  newer: 'was made by a later version of Lostwax. Back it up with that version',
};

function explainBackup(error: unknown, { data, to }: BackupOptions): unknown {
  if (error instanceof CopyError) {
    return new StartError(`The database in ${resolve(data)} ${ofDatabase[error.why]}.`, { cause: error });
  }
  const { code, errstr } = error as NodeJS.ErrnoException & { readonly errstr?: string };
  if (code === 'ENOSPC' || errstr === 'database or disk is full') {
    return new StartError(
      `The disk that holds ${resolve(to)} is full. No backup was made. Free up space, or choose another disk.`,
      { cause: error, code: 'disk_full' },
    );
  }
  if (code !== undefined && code !== 'ERR_SQLITE_ERROR') {
    return new StartError(
      `The backup ${resolve(to)} could not be written (${code}). Check that its folder exists and is writable.`,
      { cause: error },
    );
  }
  return explainStore(error, data);
}
