import { readFileSync } from 'node:fs';
import { CommandError } from './errors.ts';

/**
 * The text of a file, such as a secret or a certificate, without white space around it.
 *
 * @param file - A path, or the number of an open file.
 * @throws {@link CommandError} `usage` that names the flag if the file can't be read.
 */
export function textIn(flag: string, file: string | number): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw unreadable(`${flag}: ${file === 0 ? 'standard input' : file}`, error);
  }
}

/** @param what - The file, as the beginning of a sentence. */
export function unreadable(what: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
  return new CommandError('usage', `${what} ${why}. Check the path and its permissions.`, { cause: error });
}
