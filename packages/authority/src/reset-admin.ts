import { join } from 'node:path';
import { writeAdminKey } from './admin-key-file.ts';
import { resetAdmin as resetKeys } from './domain/access/bootstrap.ts';
import { createContext } from './domain/create-context.ts';
import { openBeside } from './open-store.ts';

/**
 * Creates a new first administrator key, for an operator who has lost the others and has access to
 * the machine. Can be called while the authority runs: it notices within a quarter of a second.
 *
 * @param options.data - The authority's folder; it must already contain a database.
 * @param options.database - URL of its PostgreSQL database instead.
 * @param options.keep - Leaves the existing administrator keys alone; otherwise they are revoked.
 * @returns Path of the file with the new key.
 * @throws {@link StartError} if the folder contains no authority.
 */
export async function resetAdmin(options: {
  readonly data: string;
  readonly database?: string | undefined;
  readonly adminKeyFile?: string | undefined;
  readonly keep?: boolean | undefined;
}): Promise<string> {
  const { data, database, adminKeyFile = join(data, 'admin.key'), keep = false } = options;
  const store = await openBeside(data, database);
  // The workspaces already have the origin; nothing here creates another.
  const context = await createContext(store, '');
  try {
    await resetKeys(context, (token) => writeAdminKey(adminKeyFile, token), keep);
    return adminKeyFile;
  } finally {
    await context.tasks.stop();
    await context.minter.close();
    await store.close();
  }
}
