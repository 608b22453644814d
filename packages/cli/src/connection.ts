import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type LostwaxClient } from '@lostwax/client';
import { isPrivateUrl, parseIssuer, parseOrigin } from '@lostwax/contract';
import { parseAnyToken } from '@lostwax/core';
import type { OnlineOptions } from './command.ts';
import { CommandError } from './errors.ts';
import { bare } from './input.ts';

const DEFAULT_URL = 'http://localhost:7420';

/**
 * The authority's address from `--url`, LOSTWAX_URL, or the default.
 *
 * @throws {@link CommandError} `usage` for anything but the http or https address of a machine.
 */
export function authorityUrl(given: string | undefined): URL {
  const text = given ?? (process.env['LOSTWAX_URL'] || DEFAULT_URL);
  const url = URL.parse(text);
  if (url === null || parseOrigin(text) === undefined) {
    if (url !== null && /^https?:$/.test(url.protocol))
      throw new CommandError(
        'usage',
        `"${text}" contains more than the address of the authority. Set --url or LOSTWAX_URL to ${url.origin}, without a workspace.`,
      );
    throw new CommandError(
      'usage',
      `"${text}" is not the address of an authority. Set --url or LOSTWAX_URL to something like ${DEFAULT_URL} or https://keys.example.com.`,
    );
  }
  return url;
}

/**
 * Over plain HTTP, anyone on the network path can read a key that is sent and change a key set that is fetched.
 *
 * @param harm - What an attacker could do, as part of a sentence: `read the administrator key`.
 * @throws {@link CommandError} `usage` for plain HTTP to another machine, unless allowed.
 */
export function assertPrivate(url: URL, allowed: boolean, harm: string): void {
  if (allowed || isPrivateUrl(url)) return;
  throw new CommandError(
    'usage',
    `${url.origin} is plain HTTP, so anyone on the network path could ${harm}. Use https, or pass --allow-http if you trust the network.`,
  );
}

/**
 * The administrator key: from the `--data` folder if given, otherwise from LOSTWAX_ADMIN_KEY, otherwise from the default folder.
 *
 * @throws {@link CommandError} `admin_key_missing`; `admin_key_wrong` for the key of a customer.
 */
export function adminKey({ data }: OnlineOptions): string {
  const set = process.env['LOSTWAX_ADMIN_KEY'];
  if (data === undefined && set) return assertAdministrators('LOSTWAX_ADMIN_KEY', bare(set));
  const file = join(data ?? (process.env['LOSTWAX_DATA'] || './data'), 'admin.key');
  try {
    const key = bare(readFileSync(file, 'utf8'));
    if (key !== '') return assertAdministrators(file, key);
    throw new CommandError('admin_key_missing', `${file} is empty. "lostwax admin reset" creates a new key.`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError('admin_key_missing', missing(file, (error as NodeJS.ErrnoException).code), {
      cause: error,
    });
  }
}

/** The authority would refuse it too, but can't say where the key was read from. A malformed key is left to the authority. */
function assertAdministrators(where: string, key: string): string {
  const workspace = workspaceOf(key);
  if (workspace === undefined || workspace === 'lostwax') return key;
  throw new CommandError(
    'admin_key_wrong',
    `${where} contains a customer key of the workspace "${workspace}". Use an administrator key: admin.key in the data folder, or one created with "lostwax admin-key create".`,
  );
}

function workspaceOf(key: string): string | undefined {
  try {
    return parseIssuer(parseAnyToken(key).claims.iss)?.workspace;
  } catch {
    return undefined;
  }
}

function missing(file: string, code: string | undefined): string {
  const found =
    code === 'ENOENT' ? `${file} does not exist` : `${file} cannot be read by this user (${code})`;
  return (
    `This needs an administrator key, but ${found}. ` +
    'Run it in the folder where the authority was started, pass its data folder with --data, or set LOSTWAX_ADMIN_KEY.'
  );
}

/** A client of the authority with an administrator key, from what was typed and the environment. */
export function connect(options: OnlineOptions): LostwaxClient {
  const url = authorityUrl(options.url);
  assertPrivate(url, options.allowHttp === true, 'read the administrator key');
  return createClient({ url: url.origin, key: adminKey(options) });
}
