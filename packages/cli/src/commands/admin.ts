import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type CommonOptions, command, group, outputOf } from '../command.ts';
import { databaseOption } from '../database.ts';

/** `lostwax admin reset`. */
export function adminCommand(): Command {
  const description = 'commands for the machine the authority runs on';
  return group('admin', description, 'lostwax admin reset --data /var/lib/lostwax', [reset()]);
}

interface ResetOptions extends CommonOptions {
  readonly data: string;
  readonly database?: string;
  readonly adminKeyFile?: string;
  readonly keep?: boolean;
}

function reset(): Command {
  return command(
    'reset',
    'create a new administrator key and revoke all earlier ones',
    'lostwax admin reset --data /var/lib/lostwax',
  )
    .addOption(
      new Option('--data <folder>', "the authority's data folder").env('LOSTWAX_DATA').default('./data'),
    )
    .addOption(
      new Option('--admin-key-file <file>', 'where the key is written').env('LOSTWAX_ADMIN_KEY_FILE'),
    )
    .addOption(databaseOption())
    .option('--keep', "don't revoke the earlier keys")
    .addHelpText('after', '\nThe authority can keep running.')
    .action(async (options: ResetOptions) => {
      const { data, database, adminKeyFile = join(data, 'admin.key'), keep = false } = options;
      // Loaded only here and by serve: the other commands start without it.
      const { resetAdmin } = await import('@lostwax/authority');
      const written = await resetAdmin({ data, database, adminKeyFile, keep });
      const output = outputOf(options);
      output.result(
        { adminKeyFile: written, keptEarlierKeys: keep },
        `The new administrator key is in ${written}.`,
      );
      output.say(
        keep
          ? 'The earlier administrator keys are unchanged.'
          : 'All earlier administrator keys are revoked.',
      );
    });
}
