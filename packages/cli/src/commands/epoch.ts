import { type Command, Option } from 'commander';
import { type CommonOptions, command, group, outputOf } from '../command.ts';
import { databaseOption } from '../database.ts';
import { readNumber } from '../input.ts';

/** `lostwax epoch raise`. */
export function epochCommand(): Command {
  const description = "manage a workspace's history; runs on the authority's machine";
  return group('epoch', description, 'lostwax epoch raise --data /var/lib/lostwax', [raise()]);
}

/** About a thousand years from now, in milliseconds: a later epoch is a mistake that can't be undone. */
const MOST_EPOCH = 33_000_000_000_000;

interface RaiseOptions extends CommonOptions {
  readonly data: string;
  readonly database?: string;
  readonly workspace?: string;
  readonly above?: string;
}

function raise(): Command {
  return command(
    'raise',
    'make all gates and verifiers reload their keys, after a backup was restored',
    'lostwax epoch raise --data /var/lib/lostwax',
  )
    .addOption(
      new Option('--data <folder>', "the authority's data folder").env('LOSTWAX_DATA').default('./data'),
    )
    .addOption(databaseOption())
    .option('--workspace <slug>', 'only this workspace (default: all)')
    .option('--above <epoch>', "raise above this epoch: the second number of the position in the gate's log")
    .addHelpText(
      'after',
      '\nThe authority can keep running. After restoring a backup, use "lostwax restore" instead: it includes this.',
    )
    .action(async ({ data, database, workspace, above, ...options }: RaiseOptions) => {
      // Loaded only here, by serve and by admin reset: the other commands start without it.
      const { raiseEpoch } = await import('@lostwax/authority');
      const least = above === undefined ? 0 : readNumber('--above', above, 0, MOST_EPOCH);
      const raised = await raiseEpoch({ data, database, workspace, above: least });
      const output = outputOf(options);
      output.result(
        { workspaces: raised },
        raised.map(({ workspace: slug, epoch }) => `${slug}: epoch ${epoch}`).join('\n'),
      );
      output.say('Gates and verifiers reload the whole key set within a few seconds.');
    });
}
