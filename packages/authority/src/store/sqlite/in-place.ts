import { statSync } from 'node:fs';

/**
 * Remembers which files an open database consists of.
 *
 * @param file - Path of the database. Its log is in place, too.
 * @returns Whether they still have their names. Otherwise what is written is lost when the process ends, and SQLite says nothing.
 */
export function filesInPlace(file: string): () => boolean {
  const files = [file, `${file}-wal`];
  const opened = files.map(identityOf);
  return () => files.every((name, index) => identityOf(name) === opened[index]);
}

/** Undefined if there is no such file. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}
