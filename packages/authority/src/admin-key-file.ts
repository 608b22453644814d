import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuthorityError } from './errors.ts';

/**
 * Writes the token of the first administrator key with mode 0600. The authority stores no other
 * token anywhere.
 *
 * @throws {@link AuthorityError} `storage_unavailable` when the file can't be written.
 */
export function writeAdminKey(file: string, token: string): void {
  const part = `${file}.part`;
  try {
    // Always creates a new file: an existing one may be readable by others, or a link to somewhere
    // else.
    rmSync(part, { force: true });
    const handle = openSync(part, 'wx', 0o600);
    writeSync(handle, `${token}\n`);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(part, file);
    // The name must survive a power loss too, or the accepted key would be lost.
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AuthorityError(
      'storage_unavailable',
      `The first administrator key could not be written to ${file} (${why}). Make the folder writable, or choose another file with --admin-key-file.`,
    );
  }
}
