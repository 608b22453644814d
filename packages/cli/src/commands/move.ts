import { type Command, Option } from 'commander';
import { type CommonOptions, command, outputOf } from '../command.ts';
import { databaseOption } from '../database.ts';
import { CommandError } from '../errors.ts';
import { progressBar } from '../progress-bar.ts';

interface MigrateOptions extends CommonOptions {
  readonly database?: string;
}

interface MoveOptions extends MigrateOptions {
  readonly data: string;
}

/** `lostwax migrate`. */
export function migrateCommand(): Command {
  return command(
    'migrate',
    'update the database schema without starting the authority',
    'lostwax migrate --database postgres://lostwax@db.example.com/lostwax',
  )
    .addOption(databaseOption('the PostgreSQL database'))
    .addHelpText(
      'after',
      '\nThe authority also does this when it starts. Replicas of the previous release can keep running.',
    )
    .action(async (options: MigrateOptions) => {
      const { migrateAuthority } = await import('@lostwax/authority');
      const { from, to } = await migrateAuthority(databaseOf(options));
      const done = from === to ? `Schema ${to} is current.` : `Migrated schema ${from} to ${to}.`;
      outputOf(options).result({ from, to }, done);
    });
}

/** `lostwax move`. */
export function moveCommand(): Command {
  return command(
    'move',
    'copy an authority from SQLite to an empty PostgreSQL database',
    'lostwax move --data /var/lib/lostwax --database postgres://lostwax@db.example.com/lostwax',
  )
    .addOption(
      new Option('--data <folder>', "the authority's data folder").env('LOSTWAX_DATA').default('./data'),
    )
    .addOption(databaseOption('the empty PostgreSQL database'))
    .addHelpText(
      'after',
      '\nStop the authority first. Keys keep working, and gates continue where they were. lostwax.db is renamed to\nlostwax.db.moved.',
    )
    .action(async (options: MoveOptions) => {
      const { moveAuthority } = await import('@lostwax/authority');
      const output = outputOf(options);
      const progress = progressBar(output);
      const moved = await moveAuthority({
        data: options.data,
        database: databaseOf(options),
        progress: (copied, of) =>
          progress(`${copied.toLocaleString('en')} of ${of.toLocaleString('en')} rows`, copied / of),
      }).finally(progress.end);
      const counts = `${moved.keys.toLocaleString('en')} keys in ${moved.workspaces.toLocaleString('en')} workspaces`;
      output.result(moved, `Moved ${counts}.`);
      output.say('Start the authority with the same --database, --origin and secret key.');
    });
}

function databaseOf({ database }: MigrateOptions): string {
  if (database !== undefined) return database;
  throw new CommandError('usage', 'Pass the address of the PostgreSQL database with --database.');
}
