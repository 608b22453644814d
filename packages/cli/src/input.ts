import { duplicateMember, isJsonObject } from '@lostwax/core';
import { CommandError } from './errors.ts';

/** Far more than any token has. */
const MOST_CHARACTERS = 65_536;

/**
 * A key or key ID from an argument or, for `-`, from standard input, which keeps a token out of the shell history and the process list.
 * It can be pasted as copied from a header or a configuration, with `Bearer`, quotes and white space.
 *
 * @throws {@link CommandError} `usage` when standard input has nothing, or far too much.
 */
export async function readInput(argument: string): Promise<string> {
  if (argument !== '-') return bare(argument);
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MOST_CHARACTERS)
      throw new CommandError('usage', 'Standard input contains more than a key. Pass just one key.');
  }
  const given = bare(text);
  if (given === '')
    throw new CommandError(
      'usage',
      'Standard input is empty. Pass the key there, as in: lostwax verify - < key.txt',
    );
  return given;
}

/** Removes what people copy along with a key: `Bearer`, quotes and white space. */
export function bare(text: string): string {
  let left = text.trim();
  for (;;) {
    const inner = left
      .replace(/^(["'`])(.*)\1$/s, '$2')
      .replace(/^(?:authorization|x-api-key):/i, '')
      .replace(/^bearer\s+/i, '')
      .trim();
    if (inner === left) return left;
    left = inner;
  }
}

/** @throws {@link CommandError} `usage` for anything but a JSON object. */
export function readObject(flag: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isJsonObject(value)) {
    // The authority would refuse a duplicate but never sees it: only the last one is sent.
    const duplicate = duplicateMember(text);
    if (duplicate === undefined) return value;
    throw new CommandError('usage', `${flag} has "${duplicate.map(String).join('.')}" twice. Set it once.`);
  }
  throw new CommandError('usage', `${flag} takes a JSON object, such as '{"plan":"gold"}'.`);
}

/** @throws {@link CommandError} `usage` for anything but a whole number within the bounds. */
export function readNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new CommandError('usage', `${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
}
