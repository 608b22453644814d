import { readFileSync } from 'node:fs';
import { unreadable } from '../../read-text.ts';

/** @throws {@link CommandError} `usage` for a file that can't be read. */
export function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}
