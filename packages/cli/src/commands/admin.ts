import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type CommonOptions, command, group, outputOf } from '../command.ts';

/** `lostwax admin reset`. */
export function adminCommand(): Command {
  const description = 'for who sits at the machine of the authority';
  return group('admin', description, 'lostwax admin reset --data /var/lib/lostwax', [reset()]);
}

interface ResetOptions extends CommonOptions {
  readonly data: string;
  readonly adminKeyFile?: string;
  readonly keep?: boolean;
}

function reset(): Command {
  return command(
    'reset',
    "make a new first administrator's key and revoke all earlier ones",
    'lostwax admin reset --data /var/lib/lostwax',
  )
    .addOption(
      new Option('--data <folder>', "the authority's data folder").env('LOSTWAX_DATA').default('./data'),
    )
    .addOption(
      new Option('--admin-key-file <file>', 'where the key is written').env('LOSTWAX_ADMIN_KEY_FILE'),
    )
    .option('--keep', 'leave the earlier keys as they are')
    .addHelpText('after', '\nThe authority may run meanwhile.')
    .action(async (options: ResetOptions) => {
      const { data, adminKeyFile = join(data, 'admin.key'), keep = false } = options;
      // Loaded only here and by serve: the other commands start without it.
      const { resetAdmin } = await import('@lostwax/authority');
      const written = await resetAdmin({ data, adminKeyFile, keep });
      const output = outputOf(options);
      output.result(
        { adminKeyFile: written, keptEarlierKeys: keep },
        `The new administrator's key is in ${written}.`,
      );
      output.say(
        keep
          ? 'The earlier keys of administrators are as they were.'
          : "All earlier administrators' keys are revoked.",
      );
    });
}
