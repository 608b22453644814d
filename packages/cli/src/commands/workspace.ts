import { type NewWorkspace, unwrap, type Workspace, type WorkspacePatch } from '@lostwax/client';
import { keySetUrl } from '@lostwax/core';
import type { Command } from 'commander';
import { collect, command, group, type OnlineOptions, online, outputOf, self } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { sheet, table } from '../output.ts';
import { readable } from '../time.ts';

/** `lostwax workspace create|update|list|show`. */
export function workspaceCommand(): Command {
  const description = 'create, change and show workspaces: one issuer each, such as acme_live and acme_test';
  return group('workspace', description, 'lostwax workspace create acme_live', [
    create(),
    update(),
    list(),
    show(),
  ]);
}

interface CreateOptions extends OnlineOptions {
  readonly name?: string;
  readonly prefix?: string;
  readonly audience?: string;
  readonly algorithm?: NonNullable<NewWorkspace['algorithm']>;
  readonly scope?: readonly string[];
}

function create(): Command {
  return online(
    command(
      'create <slug>',
      "create a workspace; slug, prefix, issuer and audience can't be changed later",
      'lostwax workspace create acme_live --scope orders:read --scope orders:write',
    ),
  )
    .option('--name <text>', 'a display name')
    .option('--prefix <text>', 'prefix of every key ID (default: the slug)')
    .option('--audience <text>', 'aud claim of every key (default: the slug)')
    .option('--algorithm <name>', 'ES256, RS256 or EdDSA (default: ES256)')
    .option('--scope <scope>', 'a scope that keys can have; repeatable (default: any)', collect)
    .action(async (slug: string, options: CreateOptions) => {
      const { name, prefix, audience, algorithm, scope } = options;
      const body: NewWorkspace = {
        slug,
        ...(name !== undefined && { name }),
        ...(prefix !== undefined && { prefix }),
        ...(audience !== undefined && { audience }),
        ...(algorithm !== undefined && { algorithm }),
        ...(scope !== undefined && { scopes: [...scope] }),
      };
      const output = outputOf(options);
      const workspace = await unwrap(connect(options).POST('/v1/workspaces', { body }));
      output.result(workspace, sheetOf(workspace));
      output.say(`Next: ${self()} key issue --workspace ${slug} --customer <your ID for a customer>`);
    });
}

interface UpdateOptions extends OnlineOptions {
  readonly name?: string;
  readonly method?: readonly string[];
  readonly scope?: readonly string[];
}

function update(): Command {
  return online(
    command(
      'update <slug>',
      'change a workspace; options you leave out stay unchanged',
      'lostwax workspace update acme_live --name "Acme, live"',
      'lostwax workspace update acme_live --method signed --method opaque',
    ),
  )
    .option('--name <text>', 'a display name; empty removes it')
    .option(
      '--method <name>',
      'a method that new keys can have: signed, opaque, oauth-client, certificate or shared-signed; repeatable, replaces all',
      collect,
    )
    .option('--scope <scope>', 'a scope that keys can have; repeatable, replaces all', collect)
    .action(async (slug: string, options: UpdateOptions) => {
      const params = { path: { workspace: slug } };
      const call = connect(options).PATCH('/v1/workspaces/{workspace}', { params, body: patchOf(options) });
      const workspace = await unwrap(call);
      outputOf(options).result(workspace, sheetOf(workspace));
    });
}

function patchOf({ name, method, scope }: UpdateOptions): WorkspacePatch {
  if (name === undefined && method === undefined && scope === undefined)
    throw new CommandError('usage', 'Set what to change: --name, --method or --scope.');
  return {
    ...(name !== undefined && { name: name === '' ? null : name }),
    // The authority knows which methods it has.
    ...(method !== undefined && { methods: [...method] as Workspace['methods'] }),
    ...(scope !== undefined && { scopes: [...scope] }),
  };
}

function list(): Command {
  return online(command('list', 'list the workspaces your key can access', 'lostwax workspace list')).action(
    async (options: OnlineOptions) => {
      const { items } = await unwrap(connect(options).GET('/v1/workspaces'));
      const rows = items.map((it) => [it.slug, it.prefix, it.algorithm, it.issuer, readable(it.createdAt)]);
      outputOf(options).result({ items }, table(['SLUG', 'PREFIX', 'ALGORITHM', 'ISSUER', 'CREATED'], rows));
    },
  );
}

function show(): Command {
  return online(command('show <slug>', 'show a workspace', 'lostwax workspace show acme_live')).action(
    async (slug: string, options: OnlineOptions) => {
      const call = connect(options).GET('/v1/workspaces/{workspace}', {
        params: { path: { workspace: slug } },
      });
      const workspace = await unwrap(call);
      outputOf(options).result(workspace, sheetOf(workspace));
    },
  );
}

function sheetOf(it: Workspace): string {
  return sheet([
    ['slug', it.slug],
    ['name', it.name ?? ''],
    ['issuer', it.issuer],
    ['audience', it.audience],
    ['prefix', it.prefix],
    ['algorithm', it.algorithm],
    ['methods', it.methods.join(' ')],
    ['scopes', it.scopes === null ? 'any' : it.scopes.join(' ') || 'none'],
    ['created', readable(it.createdAt)],
    ['readers', it.allReadersRegistered ? 'all are registered' : ''],
    ['key set', keySetUrl(it.issuer)],
    ['position', it.position],
  ]);
}
