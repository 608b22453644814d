import { readFileSync } from 'node:fs';
import type { SettingName } from './table.ts';

/** `-` is standard input, so that a key from a pipe need not be in a file. */
export function readKey(name: SettingName, file: string, mistakes: string[]): string | undefined {
  const where = file === '-' ? 'standard input' : file;
  try {
    const key = readFileSync(file === '-' ? 0 : file, 'utf8').trim();
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    mistakes.push(`--${name}: ${where} must contain exactly one key.`);
  } catch (error) {
    mistakes.push(`--${name}: ${where} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return undefined;
}
