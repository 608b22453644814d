import { readFileSync } from 'node:fs';
import { CommandError } from './errors.ts';

/**
 * A secret from a file, without white space around it.
 *
 * @param file - A path, or the number of an open file.
 *
 * @throws {@link CommandError} `usage` naming the flag where the file cannot be read.
 */
export function secretIn(flag: string, file: string | number): string {
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
