import { Command } from 'commander';
import { Output } from './output.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** Options of commands that ask the authority. */
export interface OnlineOptions extends CommonOptions {
  readonly url?: string;
  readonly data?: string;
  readonly allowHttp?: boolean;
}

/**
 * A command with `--json` and an example in its help.
 *
 * @param usage - Name and arguments, as commander reads them: `show <slug>`.
 * @param examples - Lines that work as they are, but for the names in them.
 */
export function command(usage: string, description: string, ...examples: readonly string[]): Command {
  const [name, ...parameters] = usage.split(' ');
  const it = new Command(name);
  for (const parameter of parameters) it.argument(parameter);
  const lines = examples.map((example) => `  $ ${example}`).join('\n');
  return it
    .description(description)
    .option('--json', 'print one line of JSON, for scripts')
    .addHelpText('after', `\nExample${examples.length > 1 ? 's' : ''}:\n${lines}`);
}

/** Commands under one name: `lostwax key …`. */
export function group(
  name: string,
  description: string,
  example: string,
  commands: readonly Command[],
): Command {
  const it = new Command(name).description(description).addHelpText('after', `\nExample:\n  $ ${example}`);
  for (const child of commands) it.addCommand(child);
  return it;
}

/** Adds what a command needs that asks the authority with an administrator's key. */
export function online(it: Command): Command {
  return it
    .option('--url <url>', 'URL of the authority (default: LOSTWAX_URL, or http://localhost:7420)')
    .option('--data <folder>', 'data folder to read admin.key from (default: LOSTWAX_ADMIN_KEY, or ./data)')
    .option('--allow-http', 'send the key over plain HTTP to another machine');
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function outputOf(options: CommonOptions): Output {
  return new Output(options.json === true);
}

/** How this command is typed here: in a checkout npx finds it. */
export function self(): string {
  return process.env['npm_command'] === 'exec' ? 'npx lostwax' : 'lostwax';
}
