import { type LostwaxClient, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import type { Head } from '../audit/chain.ts';
import { differences } from '../audit/compare.ts';
import { revokeUnknown, type Verified, verifyWorkspace } from '../audit/verify.ts';
import { command, group, type OnlineOptions, online, outputOf } from '../command.ts';
import { adminKey, assertPrivate, authorityUrl, connect } from '../connection.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { type Output, table } from '../output.ts';

/** `lostwax audit verify`. */
export function auditCommand(): Command {
  return group('audit', 'check the audit log', 'lostwax audit verify', [verify()]);
}

interface VerifyOptions extends OnlineOptions {
  readonly workspace?: string;
  readonly known?: string;
  readonly publishedAt?: string;
  readonly revokeUnknown?: boolean;
}

function verify(): Command {
  return online(
    command(
      'verify',
      'check that no audit row was changed or removed, and that every published key is in the audit log',
      'lostwax audit verify',
      'lostwax audit verify --workspace acme_live --known 4711:9f2c…',
      'lostwax audit verify --revoke-unknown',
    ),
  )
    .option('--workspace <slug>', 'only this workspace (default: all that your key can access)')
    .option(
      '--known <row:hash>',
      'a row printed by an earlier run, which must still be there; requires --workspace',
    )
    .option('--published-at <url>', 'URL of key sets and feeds, if they are on a separate port')
    .option(
      '--revoke-unknown',
      'first revoke every key that is missing from the audit log or differs from it',
    )
    .addHelpText(
      'after',
      '\nExits with 1 if anything differs. Keep the row and hash that it prints somewhere else: without them, a rewrite of the whole chain cannot be detected.',
    )
    .action(async (options: VerifyOptions) => {
      const output = outputOf(options);
      const client = connect(options);
      const known = readKnown(options);
      const publishedAt = authorityUrl(options.publishedAt ?? options.url);
      assertPrivate(publishedAt, options.allowHttp === true, 'change the key set');
      const tasks = (await slugs(client, options.workspace)).map((workspace) => ({
        ...{ client, key: adminKey(options), workspace, known, output },
        publishedAt: publishedAt.origin,
      }));
      const revoked = new Map<string, readonly string[]>();
      if (options.revokeUnknown) {
        // Revoke in every workspace first: a broken chain must not keep a key valid.
        for (const { workspace } of tasks) revoked.set(workspace, await revokeUnknown(client, workspace));
        output.say(revokedText([...revoked.values()].flat()));
      }
      const workspaces: Verified[] = [];
      for (const task of tasks) workspaces.push(await verifyWorkspace(task));
      report(workspaces, revoked, known !== undefined, output);
    });
}

async function slugs(client: LostwaxClient, only: string | undefined): Promise<readonly string[]> {
  if (only !== undefined) return [only];
  const { items } = await unwrap(client.GET('/v1/workspaces'));
  return items.map(({ slug }) => slug);
}

function report(
  workspaces: readonly Verified[],
  revoked: ReadonlyMap<string, readonly string[]>,
  hasKnown: boolean,
  output: Output,
): void {
  const rows = workspaces.map((it) => [
    ...[it.workspace, String(it.rows), String(it.erased), String(it.differences.length)],
    `${it.rows}:${it.hash}`,
  ]);
  const result = workspaces.map((it) => ({ ...it, revoked: revoked.get(it.workspace) ?? [] }));
  output.result(
    { workspaces: result },
    table(['WORKSPACE', 'ROWS', 'ERASED', 'DIFFERENCES', 'LAST ROW AND ITS HASH'], rows),
  );
  for (const { workspace, notCompared } of workspaces) {
    if (notCompared.length > 0) output.say(notComparedText(workspace, notCompared));
  }
  const found = workspaces.flatMap((it) =>
    it.differences.map((one) => ({ ...one, workspace: it.workspace })),
  );
  for (const { workspace, keyId, difference } of found)
    output.say(`${keyId ?? workspace}: ${differences[difference]}.`);
  if (found.length > 0) {
    process.exitCode = exitCodes.refused;
    output.say(
      'Someone changed the database or the feed folder, or the disk is damaged. Keep a copy of the data folder. "lostwax audit verify --revoke-unknown" revokes every key that is not in the audit log.',
    );
    return;
  }
  // A chain with rows removed from its end is still intact: only a known row proves that every row is present.
  output.say(
    hasKnown
      ? 'Every row up to the known one is unchanged, the chain after it is intact, and every published key is in it.'
      : 'The chain is intact up to these rows, and every published key is in it. Keep these rows elsewhere: with --known, a later run also detects rows removed from the end.',
  );
}

function revokedText(keyIds: readonly string[]): string {
  if (keyIds.length === 0) return 'Every key is in the audit log. Nothing was revoked.';
  return ['Revoked because they differ from the audit log:', ...keyIds].join('\n  ');
}

function notComparedText(workspace: string, notCompared: Verified['notCompared']): string {
  const what = { full_feed: 'its full feed (feed:read)', records: 'its key records (keys:revoke)' };
  return `${workspace}: not compared because your key lacks a scope: ${notCompared.map((it) => what[it]).join(', ')}.`;
}

function readKnown({ known, workspace }: VerifyOptions): Head | undefined {
  if (known === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(known) ?? [];
  if (hash !== undefined && workspace !== undefined) return { seq: Number(seq), hash };
  throw new CommandError(
    'usage',
    '--known takes a row and its hash as printed by an earlier run, and needs --workspace.',
  );
}
