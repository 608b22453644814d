import type { Command } from 'commander';

/**
 * The arguments up to the first name that no command has, without options and `help`: parsed, they are refused with a suggestion. Where such a
 * name comes with `--help` or after `help`, commander would show the help of the command above it and end with 0.
 *
 * @returns The arguments as they are, when every name is known.
 */
export function upToUnknown(root: Command, args: readonly string[]): readonly string[] {
  const names: string[] = [];
  let group = root;
  // Groups have no options with a value, so every other word is a name.
  for (const word of args.filter((it) => !it.startsWith('-'))) {
    if (word === 'help' && group.commands.length > 0) continue;
    names.push(word);
    const child = group.commands.find((it) => it.name() === word);
    if (child === undefined) return names;
    if (child.commands.length === 0) return args;
    group = child;
  }
  return args;
}
