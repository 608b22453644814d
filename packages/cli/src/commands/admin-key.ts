import { type Key, type NewKey, tokenOf, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { collect, command, group, type OnlineOptions, online, outputOf, self } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { findKey } from '../key-id.ts';
import { listKeys } from '../list-keys.ts';
import { table } from '../output.ts';
import { readable, readTime } from '../time.ts';

/** The workspace of administrator keys. */
export const ADMIN_WORKSPACE = 'lostwax';

/** `lostwax admin-key create|list|revoke`. */
export function adminKeyCommand(): Command {
  const description =
    'create, list and revoke administrator keys, which authenticate requests to the HTTP API';
  const example = 'lostwax admin-key create ci --scope keys:create --workspace acme_live > ci.key';
  return group('admin-key', description, example, [create(), list(), revoke()]);
}

/** Far more than any authority has. */
const MOST_KEYS = 100_000;

const scopesHelp = `
Scopes:
  admin         everything
  keys:read     read keys and customers
  keys:create   issue and enable keys
  keys:rotate   rotate keys, without granting more
  keys:revoke   revoke and disable keys
  keys:write    the four above
  portal:write  open portal sessions
  usage:write   report usage, as a gate does
  feed:read     follow the full feed, as a gate with --feed-key-file does
  audit:read    read the audit log
Each applies to all workspaces unless you pass --workspace.`;

interface CreateOptions extends OnlineOptions {
  readonly scope: readonly string[];
  readonly workspace?: readonly string[];
  readonly name?: string;
  readonly expires?: string;
}

function create(): Command {
  return online(
    command(
      'create <holder>',
      'create a key with limited permissions; it is shown only once, on stdout',
      'lostwax admin-key create ci --scope keys:create --workspace acme_live > ci.key',
      'lostwax admin-key create ada --scope admin --name "Ada Lovelace" --expires 90d > ada.key',
    ),
  )
    .requiredOption('--scope <scope>', 'a scope to grant; repeatable', collect)
    .option('--workspace <slug>', 'limit the scopes to this workspace; repeatable', collect)
    .option('--name <text>', 'a display name')
    .option(
      '--expires <time>',
      'when it expires: 90d from now, or 2030-01-31 (end of that day, UTC) (default: never)',
    )
    .addHelpText(
      'after',
      `\n<holder> is who uses the key, such as "ci" or "ada". The audit log shows it.\n${scopesHelp}`,
    )
    .action(async (customer: string, options: CreateOptions) => {
      const { name, expires } = options;
      const body: NewKey = {
        customer,
        scopes: scopesOf(options),
        ...(name !== undefined && { name }),
        ...(expires !== undefined && { expiresAt: readTime('--expires', expires, Date.now()) }),
      };
      const params = { path: { workspace: ADMIN_WORKSPACE } };
      const made = await unwrap(connect(options).POST('/v1/workspaces/{workspace}/keys', { params, body }));
      const output = outputOf(options);
      output.say(
        `Administrator key ${made.key.id} for ${customer}, with ${made.key.scopes.join(' ')}. It is shown only once:`,
      );
      output.result(made, tokenOf(made));
      output.say(
        `Expires: ${readable(made.key.expiresAt, 'never')}. To revoke it: ${self()} admin-key revoke ${made.key.id}`,
      );
    });
}

function scopesOf({ scope, workspace }: CreateOptions): string[] {
  if (workspace === undefined) return [...scope];
  const placed = scope.find((it) => it.includes('@'));
  if (placed !== undefined)
    throw new CommandError(
      'usage',
      `--scope ${placed} already names a workspace. Remove --workspace, or the part after @.`,
    );
  return workspace.flatMap((slug) => scope.map((it) => `${it}@${slug}`));
}

function list(): Command {
  return online(
    command(
      'list',
      'list administrator keys, newest first',
      'lostwax admin-key list',
      'lostwax admin-key list --all',
    ),
  )
    .option('--all', 'include revoked and expired keys')
    .action(async (options: OnlineOptions & { readonly all?: true }) => {
      const { items: all } = await listKeys(connect(options), ADMIN_WORKSPACE, MOST_KEYS, {});
      const items = all.filter(({ state }) => options.all || state === 'active' || state === 'disabled');
      const head = ['KEY ID', 'HOLDER', 'NAME', 'SCOPES', 'STATE', 'CREATED', 'EXPIRES'];
      outputOf(options).result({ items }, table(head, items.map(row)));
    });
}

function row(it: Key): string[] {
  return [
    it.id,
    it.customer ?? '(erased)',
    it.name ?? '',
    it.scopes.join(' '),
    it.state,
    readable(it.createdAt),
    readable(it.expiresAt, 'never'),
  ];
}

function revoke(): Command {
  return online(
    command(
      'revoke <key>',
      'revoke an administrator key permanently and end the sessions it opened',
      'lostwax admin-key revoke lostwax_7f_0123456789ABCDEF3iEeDa',
      'lostwax admin-key revoke - < ci.key',
    ),
  )
    .addHelpText('after', '\nPass the key ID or the key itself. - reads it from standard input.')
    .option('--reason <text>', 'reason, stored in the key record and the audit log')
    .action(async (text: string, options: OnlineOptions & { readonly reason?: string }) => {
      const client = connect(options);
      const path = await findKey(client, text);
      if (path.workspace !== ADMIN_WORKSPACE)
        throw new CommandError(
          'usage',
          `${path.keyId} is a customer key of "${path.workspace}". To revoke it: ${self()} key revoke ${path.keyId}`,
        );
      const body = options.reason === undefined ? {} : { reason: options.reason };
      const call = client.POST('/v1/workspaces/{workspace}/keys/{keyId}/revoke', { params: { path }, body });
      const key = await unwrap(call);
      outputOf(options).result(key, `Revoked ${key.id}.`);
    });
}
