import { type BulkRevocation, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { command, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { readBound } from '../time.ts';

interface Options extends OnlineOptions {
  readonly workspace: string;
  readonly customer?: string;
  readonly createdBy?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly reason?: string;
  readonly yes?: true;
}

/** `lostwax key revoke-many`: without `--yes`, only counts the keys. */
export function revokeManyCommand(): Command {
  return online(
    command(
      'revoke-many',
      'revoke keys in bulk, selected by customer, creator or creation time',
      'lostwax key revoke-many --workspace acme_live --created-by ada@acme.example',
      'lostwax key revoke-many --workspace acme_live --created-after 2030-01-31T12:00:00Z --yes',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--customer <id>', 'only keys of this customer')
    .option(
      '--created-by <who>',
      "an administrator key ID or a person's login; includes keys from portal sessions they opened",
    )
    .option(
      '--created-after <time>',
      'only keys created at this time or later: 2030-01-31T12:00:00Z, or a day (UTC)',
    )
    .option('--created-before <time>', 'only keys created before this time')
    .option('--reason <text>', 'reason, stored in the key records and the audit log')
    .option('--yes', 'revoke them; without this, they are only counted')
    .action(async (options: Options) => {
      const { workspace, yes = false } = options;
      const body = { ...filterOf(options), dryRun: !yes, ...(yes && reasonOf(options)) };
      const call = connect(options).POST('/v1/workspaces/{workspace}/keys:revoke', {
        params: { path: { workspace } },
        body,
      });
      const done = await unwrap(call);
      const output = outputOf(options);
      const keys = done.count === 1 ? '1 key' : `${done.count} keys`;
      output.result(done, [...done.keyIds, `${keys} ${yes ? 'revoked' : 'would be revoked'}.`].join('\n'));
      if (done.count > done.keyIds.length) output.say(`Only the newest ${done.keyIds.length} are listed.`);
      if (!yes) output.say('Nothing was changed. To revoke them, run the same command with --yes.');
    });
}

function filterOf({ customer, createdBy, createdAfter, createdBefore }: Options): BulkRevocation {
  const filter = {
    ...(customer !== undefined && { customer }),
    ...(createdBy !== undefined && { createdBy }),
    ...(createdAfter !== undefined && { createdAfter: readBound(createdAfter) }),
    ...(createdBefore !== undefined && { createdBefore: readBound(createdBefore) }),
  };
  if (Object.keys(filter).length > 0) return filter;
  throw new CommandError(
    'usage',
    'Choose which keys: pass at least one of --customer, --created-by, --created-after and --created-before.',
  );
}

const reasonOf = ({ reason }: Options) => (reason === undefined ? {} : { reason });
