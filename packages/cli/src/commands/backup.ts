import { type Command, Option } from 'commander';
import { type CommonOptions, command, outputOf } from '../command.ts';
import { CommandError } from '../errors.ts';
import { bytesText, progressBar } from '../progress-bar.ts';
import { readable } from '../time.ts';

interface BackupOptions extends CommonOptions {
  readonly data: string;
  readonly to: string;
}

/** `lostwax backup`. */
export function backupCommand(): Command {
  return command(
    'backup',
    "write a backup of the authority's database; the authority can keep running",
    'lostwax backup --data /var/lib/lostwax --to /mnt/backups/lostwax-2030-01-31.backup',
  )
    .addOption(
      new Option('--data <folder>', "the authority's data folder").env('LOSTWAX_DATA').default('./data'),
    )
    .requiredOption('--to <file>', 'the file to write; it must not exist yet')
    .addHelpText(
      'after',
      `
The backup is one file with mode 0600. It contains everything that was acknowledged before it began, except
admin.key and the secret key: keep the secret key elsewhere. "lostwax restore" reads the file. PostgreSQL is backed up
with its own tools, such as pg_dump.`,
    )
    .action(backup);
}

async function backup(options: BackupOptions): Promise<void> {
  const { data, to } = options;
  if ((process.env['LOSTWAX_DATABASE'] ?? '') !== '')
    throw new CommandError(
      'usage',
      'LOSTWAX_DATABASE is set, so the authority uses PostgreSQL. Back it up with PostgreSQL\'s own tools, such as pg_dump or pg_basebackup: see "Back up and restore PostgreSQL" in docs/operating.md. To back up an SQLite database in --data, unset LOSTWAX_DATABASE.',
    );
  const output = outputOf(options);
  const { makeBackup } = await import('@lostwax/authority');
  const progress = progressBar(output);
  const made = await makeBackup({ data, to, progress: (share) => progress('Backing up', share) }).finally(
    progress.end,
  );
  const keys = made.workspaces.reduce((sum, workspace) => sum + workspace.keys, 0);
  output.result(
    made,
    `${to}: ${made.workspaces.length} workspaces with ${keys} active keys, ${bytesText(made.bytes)}, complete as of ${readable(made.createdAt)}.`,
  );
}
