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
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'this user cannot';
    throw new CommandError(
      'usage',
      `${flag}: ${file === 0 ? 'standard input' : file} cannot be read: ${why}.`,
      { cause: error },
    );
  }
}
