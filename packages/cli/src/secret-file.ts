import { readFileSync } from 'node:fs';
import { CommandError } from './errors.ts';

/**
 * A secret from a file, without white space around it.
 *
 * @throws {@link CommandError} `usage` naming the flag where the file cannot be read.
 */
export function secretIn(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'this user cannot';
    throw new CommandError('usage', `${flag}: ${file} cannot be read: ${why}.`, { cause: error });
  }
}
