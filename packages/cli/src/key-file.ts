import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { CommandError } from './errors.ts';

/** A new file that only this user can read, created before the key so that the key can't be lost. */
export interface KeyFile {
  write(token: string): void;
  /** Deletes it again. */
  remove(): void;
}

/** @throws {@link CommandError} `usage` for a file that is there already or cannot be made. */
export function reserveFile(flag: string, file: string): KeyFile {
  let open: number;
  try {
    open = openSync(file, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'already exists. Choose a new file' : `cannot be created (${code})`;
    throw new CommandError('usage', `${flag}: ${file} ${why}.`, { cause: error });
  }
  return {
    write(token) {
      writeSync(open, `${token}\n`);
      closeSync(open);
    },
    remove: () => rmSync(file, { force: true }),
  };
}
