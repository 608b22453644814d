import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuthorityError } from './errors.ts';

/**
 * Writes the token of the first administrator key, mode 0600: the one place where the authority
 * keeps a token.
 *
 * @throws {@link AuthorityError} `storage_unavailable` when the file can't be written.
 */
export function writeAdminKey(file: string, token: string): void {
  const part = `${file}.part`;
  try {
    // Always a new file: an existing one may be readable by others, or a link to somewhere else.
    rmSync(part, { force: true });
    const handle = openSync(part, 'wx', 0o600);
    writeSync(handle, `${token}\n`);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(part, file);
    // The name must survive a power loss too, or no one would have the key that was accepted.
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
