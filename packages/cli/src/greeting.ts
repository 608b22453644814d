import { join } from 'node:path';
import { self } from './command.ts';
import { quoted } from './quoted.ts';

/** What is said of a running authority. */
interface Running {
  readonly url: string;
  readonly publishUrl: string;
  readonly origin: string;
  readonly adminKeyFile: string;
  /** Whether this start made the first administrator's key. */
  readonly firstStart: boolean;
}

/**
 * What a person reads once the authority runs: where it is, where the administrator's key is, what comes next.
 *
 * @param data - The folder as it was given.
 */
export function greeting(authority: Running, data: string): string {
  const { url, publishUrl, origin, adminKeyFile, firstStart } = authority;
  const made = firstStart ? ', made just now. Keep it secret and out of backups' : '';
  return [
    `The authority runs at ${url}`,
    ...(publishUrl === url ? [] : [`Key sets are at ${publishUrl}`]),
    `Issuers begin with ${origin}/`,
    `The administrator's key is in ${adminKeyFile}${made}`,
    '',
    'Next, in another terminal:',
    `  ${typed(authority, data)} workspace create demo`,
    `  ${typed(authority, data)} key issue --workspace demo --customer cus_4711`,
    `  ${typed(authority, data)} console`,
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}

/** The command with what it needs to find this authority and its key, where they are not in the usual places. */
function typed({ url, adminKeyFile }: Running, data: string): string {
  const port = new URL(url).port;
  return [
    ...(port === '7420' ? [] : [`LOSTWAX_URL=${url}`]),
    ...(adminKeyFile === join(data, 'admin.key') && data === './data'
      ? []
      : [`LOSTWAX_ADMIN_KEY=$(cat ${quoted(adminKeyFile)})`]),
    self(),
  ].join(' ');
}
