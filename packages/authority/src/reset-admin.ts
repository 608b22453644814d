import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeAdminKey } from './admin-key-file.ts';
import { resetAdmin as resetKeys } from './domain/access/bootstrap.ts';
import { createContext } from './domain/create-context.ts';
import { openBeside } from './open-store.ts';
import { StartError } from './start-error.ts';

/**
 * Makes a new first administrator's key, for who sits at the machine and has lost the others. It
 * may be called while the
 * authority runs: that notices within a quarter of a second.
 *
 * @param options.data - The authority's folder; it must hold a database already.
 * @param options.keep - Leaves the earlier administrators' keys alone; otherwise they are revoked.
 * @returns Path of the file with the new key.
 * @throws {@link StartError} when the folder holds no authority.
 */
export async function resetAdmin(options: {
  readonly data: string;
  readonly adminKeyFile?: string | undefined;
  readonly keep?: boolean | undefined;
}): Promise<string> {
  const { data, adminKeyFile = join(data, 'admin.key'), keep = false } = options;
  if (!existsSync(join(data, 'lostwax.db'))) {
    throw new StartError(`There is no authority in ${data}. Pass its data folder with --data.`);
  }
  const store = openBeside(data);
  // The workspaces already have the origin; nothing here makes another.
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
