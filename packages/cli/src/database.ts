import { Option } from 'commander';

/** `--database`. Its address may contain a password, which anyone on the machine can read in a flag. */
export function databaseOption(): Option {
  return new Option(
    '--database <url>',
    'PostgreSQL database instead of the folder: postgres://user:password@host/name; in a script, set LOSTWAX_DATABASE',
  ).env('LOSTWAX_DATABASE');
}
