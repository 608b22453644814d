import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { self } from './command.ts';

import { bold } from './output.ts';
import { quoted } from './quoted.ts';

/** What the greeting shows of a running authority. */
interface Running {
  readonly url: string;
  readonly publishUrl: string;
  readonly origin: string;
  readonly adminKeyFile: string;
  /** Whether this start made the first administrator key. */
  readonly firstStart: boolean;
}

/**
 * The text shown once the authority is running: its address, and where the administrator key is, with next steps. Without that file,
 * as on most replicas, whoever starts it has a key of their own.
 *
 * @param data - The folder as it was given.
 */
export function greeting(authority: Running, data: string): string {
  const { url, publishUrl, origin, adminKeyFile, firstStart } = authority;
  const made = firstStart ? ', just created. Keep it secret and out of backups' : '';
  const next = [
    'Next, in another terminal:',
    ...['workspace create demo', 'key issue --workspace demo --customer cus_4711', 'console'].map(
      (command) => `  ${typed(authority, data)} ${command}`,
    ),
  ];
  return [
    ...(firstStart ? [...newAuthority(data), ''] : []),
    `The authority is running at ${url}`,
    ...(publishUrl === url ? [] : [`Key sets are at ${publishUrl}`]),
    `Issuers start with ${origin}/`,
    ...(existsSync(adminKeyFile) ? [`The administrator key is in ${adminKeyFile}${made}`, '', ...next] : []),
    '',
    'Press Ctrl-C to stop.',
  ].join('\n');
}

/** A folder that was misspelled, or whose disk is not mounted, would otherwise go unnoticed until keys are refused. */
function newAuthority(data: string): readonly string[] {
  const folder = resolve(data);
  const others = authoritiesBeside(folder);
  return [
    bold(`No authority was found in ${folder}, so a new one was created there.`),
    'It has no keys from any other authority. If you expected an existing one, stop this one now,',
    'check --data and whether the disk is mounted, and delete this folder. --must-exist prevents this.',
    ...(others.length === 0 ? [] : [`There is another authority in ${others.join(', ')}.`]),
  ];
}

/** Folders next to this one that hold an authority. */
function authoritiesBeside(folder: string): readonly string[] {
  const parent = dirname(folder);
  try {
    return readdirSync(parent)
      .map((name) => join(parent, name))
      .filter((it) => it !== folder && existsSync(join(it, 'lostwax.db')));
  } catch {
    return [];
  }
}

/** The command, with the variables needed if this authority and its key are not in the default places. */
function typed(running: Running, data: string): string {
  const { adminKeyFile } = running;
  const url = urlFromHere(running);
  return [
    ...(/^http:.*:7420$/.test(url) ? [] : [`LOSTWAX_URL=${url}`]),
    ...(adminKeyFile === join(data, 'admin.key') && data === './data'
      ? []
      : [`LOSTWAX_ADMIN_KEY=$(cat ${quoted(adminKeyFile)})`]),
    self(),
  ].join(' ');
}

/** The authority's address for a command on this machine: its certificate is for the origin, and it may listen on all addresses. */
function urlFromHere({ url, origin }: Running): string {
  if (url.startsWith('https:')) return origin;
  return url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');
}
