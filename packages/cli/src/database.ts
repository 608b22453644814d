import { Option } from 'commander';

/**
 * `--database`. Its address may contain a password, which anyone on the machine can read in a flag.
 *
 * @param what - Which database it is.
 */
export function databaseOption(what = 'use this PostgreSQL database instead of SQLite'): Option {
  const form = 'postgres://user:password@host/name';
  const hide = 'other users of this machine can read flags, so in scripts set LOSTWAX_DATABASE instead';
  return new Option('--database <url>', `${what}: ${form}; ${hide}`).env('LOSTWAX_DATABASE');
}
