import { readFileSync } from 'node:fs';
import { CommandError } from '../../errors.ts';

/** @throws {@link CommandError} `usage` for a file that can't be read. */
export function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError('usage', `${file} cannot be read (${code}).`, { cause: error });
  }
}
