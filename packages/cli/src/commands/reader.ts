import {
  type LostwaxClient,
  type NewReader,
  ProblemError,
  type Reader,
  tokenOf,
  unwrap,
} from '@lostwax/client';
import { keySetUrl } from '@lostwax/core';
import type { Command } from 'commander';
import { command, group, type OnlineOptions, online, outputOf, self } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { reserveFile } from '../key-file.ts';
import { table } from '../output.ts';
import { quoted } from '../quoted.ts';
import { readable, readDuration } from '../time.ts';
import { ADMIN_WORKSPACE } from './admin-key.ts';

/** `lostwax reader add|list|remove`. */
export function readerCommand(): Command {
  const description = 'register gates and gateways, so the authority can show what each has applied';
  const example = 'lostwax reader add edge-1 --workspace acme_live --report-key-file edge-1.key';
  return group('reader', description, example, [add(), list(), remove()]);
}

interface InWorkspace extends OnlineOptions {
  readonly workspace: string;
}

interface AddOptions extends InWorkspace {
  readonly kind: string;
  readonly refresh?: string;
  readonly reportKeyFile?: string;
}

/** How often a gate polls the head, besides receiving changes; it does not fetch the key set. */
const GATE_SECONDS = 5;

function add(): Command {
  return online(
    command(
      'add <name>',
      'register a gate or gateway, and print the command or URL to set it up with',
      'lostwax reader add edge-1 --workspace acme_live --report-key-file edge-1.key',
      'lostwax reader add envoy-1 --workspace acme_live --kind gateway --refresh 15s',
    ),
  )
    .requiredOption('--workspace <slug>', 'whose keys it checks')
    .option(
      '--kind <kind>',
      'gate: a Lostwax gate or verifier; gateway: anything else that fetches the key set',
      'gate',
    )
    .option('--refresh <time>', 'for gateways: how often it fetches the key set, such as 15s')
    .option(
      '--report-key-file <file>',
      'for gates: also create a key for reporting usage, and write it to this new file',
    )
    .action(async (name: string, options: AddOptions) => {
      const { workspace, reportKeyFile } = options;
      const params = { path: { workspace } };
      const body = readerOf(name, options);
      const client = connect(options);
      const { issuer } = await unwrap(client.GET('/v1/workspaces/{workspace}', { params }));
      const file = reportKeyFile === undefined ? undefined : reserveFile('--report-key-file', reportKeyFile);
      try {
        const reader = await unwrap(client.POST('/v1/workspaces/{workspace}/readers', { params, body }));
        if (file !== undefined) file.write(await reportKey(client, workspace, reader));
        const next = nextStep(issuer, reader, reportKeyFile);
        const output = outputOf(options);
        output.result({ reader, ...(reportKeyFile !== undefined && { reportKeyFile }), next }, next);
        output.say(
          `Registered ${name} as ${reader.id}. ${reader.kind === 'gate' ? 'Start it with the command above.' : 'Configure it to fetch the key set from this URL.'}`,
        );
      } catch (error) {
        file?.remove();
        throw error;
      }
    });
}

function readerOf(name: string, { kind, refresh, reportKeyFile }: AddOptions): NewReader {
  if (kind === 'gate') {
    if (refresh !== undefined)
      throw new CommandError(
        'usage',
        '--refresh is for gateways; a gate receives changes as they happen. Remove it, or add --kind gateway.',
      );
    return { name, kind, refreshSeconds: GATE_SECONDS };
  }
  if (kind !== 'gateway') throw new CommandError('usage', `--kind takes gate or gateway, not "${kind}".`);
  if (reportKeyFile !== undefined)
    throw new CommandError('usage', 'Only gates report usage. Remove --report-key-file, or use --kind gate.');
  if (refresh === undefined)
    throw new CommandError(
      'usage',
      'Set --refresh to how often the gateway fetches the key set, such as --refresh 15s.',
    );
  return { name, kind, refreshSeconds: readDuration('--refresh', refresh) };
}

/** The reader is the customer, so that removing the reader also revokes the key. */
async function reportKey(client: LostwaxClient, workspace: string, reader: Reader): Promise<string> {
  const params = { path: { workspace: ADMIN_WORKSPACE } };
  const body = {
    customer: reader.id,
    name: `usage reports from ${reader.name}`,
    scopes: [`usage:write@${workspace}`],
  };
  try {
    return tokenOf(await unwrap(client.POST('/v1/workspaces/{workspace}/keys', { params, body })));
  } catch (error) {
    // A reader left over from a failed attempt would block a retry.
    await removeReader(client, workspace, reader.id);
    throw error;
  }
}

function nextStep(issuer: string, { id, kind }: Reader, reportKeyFile: string | undefined): string {
  if (kind === 'gateway') return `${keySetUrl(issuer)}?reader=${id}`;
  const report = reportKeyFile === undefined ? '' : ` --report-key-file ${quoted(reportKeyFile)}`;
  // The default port, so that it is plain what to change where another program has it.
  return `${self()} gate --issuer ${issuer} --port 7421 --reader ${id}${report}`;
}

function list(): Command {
  return online(
    command(
      'list',
      'list the registered gates and gateways of a workspace',
      'lostwax reader list --workspace acme_live',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace')
    .action(async (options: InWorkspace) => {
      const items = await readers(connect(options), options.workspace);
      const rows = items.map((it) => [
        it.name,
        it.kind,
        `${it.refreshSeconds} s`,
        readable(it.lastSeenAt, 'never'),
        it.position ?? '',
        it.id,
      ]);
      const head = ['NAME', 'KIND', 'REFRESH', 'LAST SEEN', 'POSITION', 'READER ID'];
      outputOf(options).result({ items }, table(head, rows));
    });
}

function remove(): Command {
  return online(
    command(
      'remove <reader>',
      'remove a gate or gateway, and revoke the key that "reader add" created for it',
      'lostwax reader remove edge-1 --workspace acme_live',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace')
    .addHelpText('after', '\n<reader> is a name or a reader ID.')
    .action(async (named: string, options: InWorkspace) => {
      const { workspace } = options;
      const client = connect(options);
      const reader = (await readers(client, workspace)).find(
        ({ id, name }) => id === named || name === named,
      );
      if (reader === undefined)
        throw new CommandError(
          'reader_unknown',
          `The workspace "${workspace}" has no reader "${named}". "${self()} reader list --workspace ${workspace}" lists its readers.`,
        );
      await removeReader(client, workspace, reader.id);
      const revokedKeys = await revokeReportKey(client, reader);
      const output = outputOf(options);
      output.result({ removed: reader, revokedKeys }, `Removed ${reader.name}.`);
      if (revokedKeys === null)
        output.say(
          'Its key for reporting usage, if it has one, still works: revoking it requires the scope admin.',
        );
      else if (revokedKeys > 0) output.say('Its key for reporting usage is revoked.');
    });
}

/** @returns How many keys were revoked; null without the scope for it. */
async function revokeReportKey(client: LostwaxClient, { id, name }: Reader): Promise<number | null> {
  const params = { path: { workspace: ADMIN_WORKSPACE } };
  const body = { customer: id, reason: `the reader ${name} was removed` };
  try {
    return (await unwrap(client.POST('/v1/workspaces/{workspace}/keys:revoke', { params, body }))).count;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'insufficient_scope') return null;
    throw error;
  }
}

async function removeReader(client: LostwaxClient, workspace: string, reader: string): Promise<void> {
  const params = { path: { workspace, reader } };
  await unwrap(client.DELETE('/v1/workspaces/{workspace}/readers/{reader}', { params }));
}

async function readers(client: LostwaxClient, workspace: string): Promise<readonly Reader[]> {
  const params = { path: { workspace } };
  return (await unwrap(client.GET('/v1/workspaces/{workspace}/readers', { params }))).items;
}
