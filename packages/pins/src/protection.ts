import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TargetError } from './errors.ts';

const OTHERS_WRITE = 0o002;
const OTHERS_ENTER = 0o001;
const STICKY = 0o1000;

/**
 * Checks that not every user of this machine can write to a gateway's socket, or put another one in its place. nginx lets
 * everybody write to its sockets, so only a folder above protects it. Members of a group that has been given access may.
 *
 * @param path - Absolute. Nothing is checked if there is no such socket.
 * @throws {@link TargetError} if any user can.
 */
export function assertProtected(path: string): void {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    return;
  }
  const folders = foldersAbove(real);
  const isReplaceable = (folder: string): boolean => {
    const mode = modeOf(folder);
    return (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0;
  };
  const loose = [...folders, ...foldersAbove(path)].find(isReplaceable);
  if (loose !== undefined)
    throw unprotected(`Any user of this machine can put another socket in place of ${path}.`, loose);
  const isReachable = folders.every((folder) => (modeOf(folder) & OTHERS_ENTER) !== 0);
  if (isReachable && (modeOf(real) & OTHERS_WRITE) !== 0)
    throw unprotected(
      `Any user of this machine can write to ${path} and so make a key valid.`,
      dirname(real),
    );
}

function unprotected(what: string, folder: string): TargetError {
  return new TargetError(`${what} Nothing is written until you fix this: chmod 700 ${folder}`);
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

function modeOf(path: string): number {
  return statSync(path).mode;
}
