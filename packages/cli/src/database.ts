import { Option } from 'commander';
import { CommandError } from './errors.ts';

/**
 * `--database`. Its address may contain a password, which anyone on the machine can read in a flag.
 *
 * @param what - Which database it is.
 */
export function databaseOption(what = 'use this PostgreSQL database instead of SQLite'): Option {
  const form = 'postgres://user:password@host/name';
  const hide = 'other users of this machine can read flags, so in scripts set LOSTWAX_DATABASE instead';
  return new Option('--database <url>', `${what}: ${form}; ${hide}`)
    .env('LOSTWAX_DATABASE')
    .argParser(readDatabase);
}

/** What the driver reads: a URL of PostgreSQL, or the folder of its socket. It takes anything else for the name of a host. */
function readDatabase(text: string): string {
  if (/^(?:postgres(?:ql)?:\/\/|socket:|\/)/i.test(text)) return text;
  // Nothing else of it, since it may contain a password.
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  const found = scheme === undefined ? '' : `, not with ${scheme}://`;
  throw new CommandError(
    'usage',
    `--database (or LOSTWAX_DATABASE) is an address of PostgreSQL, the only database besides SQLite: it begins with postgres:// or postgresql://, or is the path of a socket's folder${found}.`,
  );
}
