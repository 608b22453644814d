import { Command } from 'commander';
import { Output } from './output.ts';

/** Options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** Options of commands that call the authority. */
export interface OnlineOptions extends CommonOptions {
  readonly url?: string;
  readonly data?: string;
  readonly allowHttp?: boolean;
}

/**
 * A command with `--json` and an example in its help.
 *
 * @param usage - Name and arguments, as commander reads them: `show <slug>`.
 * @param examples - Lines that work once the names in them are replaced.
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

/** Adds the options of a command that calls the authority with an administrator key. */
export function online(it: Command): Command {
  return it
    .option('--url <url>', 'URL of the authority (default: LOSTWAX_URL, or http://localhost:7420)')
    .option('--data <folder>', 'data folder to read admin.key from (default: LOSTWAX_ADMIN_KEY, or ./data)')
    .option('--allow-http', 'send the key over plain HTTP to another machine');
}

/** Collects a repeatable option. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function outputOf(options: CommonOptions): Output {
  return new Output(options.json === true);
}

/** How the user invoked this command: through npx in a checkout. */
export function self(): string {
  return process.env['npm_command'] === 'exec' ? 'npx lostwax' : 'lostwax';
}
