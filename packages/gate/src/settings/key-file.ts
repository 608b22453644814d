import { readFileSync } from 'node:fs';
import type { SettingName } from './table.ts';

/** Reads the file of a setting. `-` is standard input, so that a key from a pipe need not be in a file. */
export function readText(name: SettingName, file: string, mistakes: string[]): string | undefined {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    mistakes.push(`--${name}: ${whereOf(file)} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    return undefined;
  }
}

/** Reads a file that contains one key. */
export function readKey(name: SettingName, file: string, mistakes: string[]): string | undefined {
  const key = readText(name, file, mistakes)?.trim();
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key;
  mistakes.push(`--${name}: ${whereOf(file)} must contain exactly one key.`);
  return undefined;
}

function whereOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
