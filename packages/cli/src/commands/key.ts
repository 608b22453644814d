import { type Key, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { command, group, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { readNumber } from '../input.ts';
import { findKey } from '../key-id.ts';
import { listKeys } from '../list-keys.ts';
import { sheet, table } from '../output.ts';
import { readable } from '../time.ts';
import { issueCommand, rotateCommand } from './key-issue.ts';
import { revokeManyCommand } from './key-revoke-many.ts';

/** `lostwax key issue|list|show|revoke|revoke-many|rotate|disable|enable`. */
export function keyCommand(): Command {
  const description = 'create, list, rotate and revoke keys';
  return group('key', description, 'lostwax key issue --workspace acme_live --customer cus_4711', [
    issueCommand(),
    list(),
    show(),
    revoke(),
    revokeManyCommand(),
    rotateCommand(),
    change('disable', 'refuse a key until it is enabled again'),
    change('enable', 'accept a disabled key again'),
  ]);
}

const states = ['active', 'disabled', 'revoked', 'expired'] as const;

interface ListOptions extends OnlineOptions {
  readonly workspace: string;
  readonly customer?: string;
  readonly state?: string;
  readonly search?: string;
  readonly limit: string;
}

function list(): Command {
  return online(
    command(
      'list',
      'list key records, newest first',
      'lostwax key list --workspace acme_live',
      'lostwax key list --workspace acme_live --customer cus_4711 --state active',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--customer <id>', 'only keys of this customer')
    .option('--state <state>', `only keys in this state: ${states.join(', ')}`)
    .option('--search <text>', 'part of a name, the start of a key ID, or the last characters of a key')
    .option('--limit <number>', 'maximum number of keys to list', '50')
    .action(async (options: ListOptions) => {
      const output = outputOf(options);
      const { workspace, customer, search: q } = options;
      const state = states.find((it) => it === options.state);
      if (options.state !== state)
        throw new CommandError('usage', `--state takes ${states.join(', ')}, not "${options.state}".`);
      const limit = readNumber('--limit', options.limit, 1, 100_000);
      const filter = {
        ...(customer !== undefined && { customer }),
        ...(state !== undefined && { state }),
        ...(q !== undefined && { q }),
      };
      const { items, nextCursor } = await listKeys(connect(options), workspace, limit, filter);
      const rows = items.map((it) => [
        it.id,
        it.customer ?? '(erased)',
        it.name ?? '',
        it.state,
        it.ending,
        readable(it.createdAt),
        readable(it.expiresAt, 'never'),
      ]);
      const head = ['KEY ID', 'CUSTOMER', 'NAME', 'STATE', 'ENDING', 'CREATED', 'EXPIRES'];
      output.result({ items, nextCursor }, table(head, rows));
      if (nextCursor !== null)
        output.say(`There are more keys. Filter the list, or raise --limit (now ${options.limit}).`);
    });
}

const keyArgument = '<key>';
const keyHelp = 'Pass the key ID or the key itself. - reads it from standard input.';

function onKey(name: string, description: string, ...examples: string[]): Command {
  return online(command(`${name} ${keyArgument}`, description, ...examples)).addHelpText(
    'after',
    `\n${keyHelp}`,
  );
}

const example = 'acme_live_7f_0123456789ABCDEF2Wwy7M';

function show(): Command {
  return onKey('show', 'show a key record', `lostwax key show ${example}`).action(
    async (text: string, options: OnlineOptions) => {
      const client = connect(options);
      const path = await findKey(client, text);
      const key = await unwrap(client.GET('/v1/workspaces/{workspace}/keys/{keyId}', { params: { path } }));
      outputOf(options).result(key, sheetOf(key));
    },
  );
}

function revoke(): Command {
  return onKey(
    'revoke',
    'revoke a key permanently',
    `lostwax key revoke ${example} --reason "leaked in a log"`,
    'lostwax key revoke - < found.txt',
  )
    .option('--reason <text>', 'reason, stored in the key record and the audit log')
    .action(async (text: string, options: OnlineOptions & { readonly reason?: string }) => {
      const client = connect(options);
      const path = await findKey(client, text);
      const body = options.reason === undefined ? {} : { reason: options.reason };
      const call = client.POST('/v1/workspaces/{workspace}/keys/{keyId}/revoke', { params: { path }, body });
      const key = await unwrap(call);
      const output = outputOf(options);
      output.result(key, `Revoked ${key.id}.`);
      output.say(
        key.method === 'shared-signed'
          ? 'Gates refuse it now. Gateways that check only the signature accept it until it expires.'
          : 'Gates refuse it now; each gateway refuses it when it next fetches the key set.',
      );
    });
}

function change(name: 'disable' | 'enable', description: string): Command {
  return onKey(name, description, `lostwax key ${name} ${example}`).action(
    async (text: string, options: OnlineOptions) => {
      const client = connect(options);
      const path = await findKey(client, text);
      const key = await unwrap(
        client.POST(`/v1/workspaces/{workspace}/keys/{keyId}/${name}`, { params: { path } }),
      );
      outputOf(options).result(key, `${key.id} is now ${key.state}.`);
    },
  );
}

function sheetOf(it: Key): string {
  const json = (value: object): string => (Object.keys(value).length === 0 ? '' : JSON.stringify(value));
  return sheet([
    ['key id', it.id],
    ['workspace', it.workspace],
    ['customer', it.customer ?? '(erased)'],
    ['name', it.name ?? ''],
    ['state', it.state],
    ['ending', it.ending],
    ['scopes', it.scopes.join(' ')],
    ['claims', json(it.claims)],
    ['metadata', json(it.metadata)],
    ['created', `${readable(it.createdAt)} by ${it.createdBy}`],
    ['in session', it.createdIn ?? ''],
    ['disabled by', it.disabledBy ?? ''],
    ['expires', readable(it.expiresAt, 'never')],
    ['revoked', readable(it.revokedAt)],
    ['reason', it.revocationReason ?? ''],
    ['replaces', it.replaces ?? ''],
    ['replaced by', it.replacedBy ?? ''],
    ['last used', lastUse(it)],
    ['readers', propagationText(it.propagation)],
  ]);
}

/** Never "unused": by the time the output is read, a use may have been reported. */
function lastUse({ lastUsedAt, usageTracking }: Key): string {
  const unknown = usageTracking === 'full' ? 'no usage reported' : '';
  const partial = usageTracking === 'partial' ? ', as far as gates have reported' : '';
  return lastUsedAt === null ? unknown : readable(lastUsedAt) + partial;
}

/** Never "everywhere": the authority knows what gates have applied, but only what gateways have fetched. */
function propagationText({ effect, seen, of, since, latest }: Key['propagation']): string {
  if (of === 0) return '';
  if (since !== null)
    return `${effect} since ${readable(since)} by ${seen} of ${of} ${of === 1 ? 'gate' : 'gates'}`;
  const by = `seen by ${seen} of ${of}`;
  return latest === null ? by : `${by}, ${effect} from ${readable(latest)} at the latest`;
}
