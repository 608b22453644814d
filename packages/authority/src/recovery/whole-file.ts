import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a file that appears under its name complete and on disk, or not at all.
 *
 * @param make - Writes the content to the path it is given, which doesn't exist yet.
 */
export async function makeWhole<T>(
  file: string,
  part: string,
  make: (part: string) => Promise<T>,
): Promise<T> {
  removeDatabase(part);
  try {
    const made = await make(part);
    sync(part);
    renameSync(part, file);
    sync(dirname(file));
    return made;
  } catch (error) {
    removeDatabase(part);
    throw error;
  }
}

/** Removes a database and whatever SQLite keeps next to it. */
function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
