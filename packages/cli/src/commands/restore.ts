import { type Command, Option } from 'commander';
import { type CommonOptions, collect, command, outputOf } from '../command.ts';
import { databaseOption } from '../database.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { readEvidence, type SourcedSet } from '../evidence.ts';
import { progressBar } from '../progress-bar.ts';
import { textIn } from '../read-text.ts';
import { restoredText } from '../restored-text.ts';

interface RestoreOptions extends CommonOptions {
  readonly from?: string;
  readonly data: string;
  readonly database?: string;
  readonly evidence?: readonly string[];
  readonly evidenceKeyFile?: string;
  readonly allowHttp?: boolean;
  readonly administrators?: 'keep' | 'reset';
  readonly adminKeyFile?: string;
  readonly acceptUnknownSince?: string;
  readonly keepDisabled?: boolean;
}

const stages = {
  checking: 'Checking the backup',
  copying: 'Copying the database',
  comparing: 'Comparing keys',
  revoking: 'Revoking keys',
} as const;

/** `lostwax restore`. */
export function restoreCommand(): Command {
  return command(
    'restore',
    'restore a backup without bringing revoked keys back',
    'lostwax restore --from lostwax.backup --data /var/lib/lostwax --evidence /var/lib/gate-cache --administrators reset',
  )
    .option('--from <file>', 'the backup; omit it if the database is already in place')
    .addOption(
      new Option(
        '--data <folder>',
        'the data folder to restore to; with --from, it must not contain a database',
      )
        .env('LOSTWAX_DATA')
        .default('./data'),
    )
    .addOption(databaseOption())
    .option(
      '--evidence <path or url>',
      'where to read which keys are still valid: a gate\'s --cache folder or /evidence URL, a snapshot of the feed (file or URL), or what "lostwax publish" has written (folder, URL of pointer.json, or s3://<bucket>/<prefix>/<workspace>); repeatable',
      collect,
    )
    .option(
      '--evidence-key-file <file>',
      "file with the key that a gate or authority in --evidence asks for: the gate's own --evidence-key-file, or an administrator key",
    )
    .option('--allow-http', 'read --evidence from other machines over plain HTTP')
    .addOption(
      new Option(
        '--administrators <what>',
        'what to do with administrator keys and people, which no evidence covers: "keep" restores them as they were, "reset" removes them all and creates a new admin.key',
      ).choices(['keep', 'reset']),
    )
    .addOption(
      new Option('--admin-key-file <file>', 'where to write the new administrator key').env(
        'LOSTWAX_ADMIN_KEY_FILE',
      ),
    )
    .option(
      '--accept-unknown-since <time>',
      'accept that keys revoked after this time become valid again, unless the evidence shows that they were revoked',
    )
    .option(
      '--keep-disabled',
      'keep keys that were disabled or suspended at the time of the backup, although they may have been revoked since',
    )
    .addHelpText(
      'after',
      `
Keys that are in the backup but no longer in the evidence are revoked, and gates and verifiers reload their keys. Without
evidence for every workspace and a decision about administrators, the database is put in place, but "lostwax serve"
doesn't start on it until you run this command again without --from, and decide.`,
    )
    .action(restore);
}

async function restore(options: RestoreOptions): Promise<void> {
  const { from, data, database, administrators, adminKeyFile, acceptUnknownSince, keepDisabled } = options;
  const accepted = acceptUnknownSince === undefined ? undefined : readAccepted(acceptUnknownSince);
  const output = outputOf(options);
  const bearer =
    options.evidenceKeyFile === undefined
      ? undefined
      : textIn('--evidence-key-file', options.evidenceKeyFile);
  const access = { bearer, allowHttp: options.allowHttp === true };
  const sets: SourcedSet[] = [];
  for (const place of options.evidence ?? []) {
    output.progress(`Reading ${place}`);
    for (const set of await readEvidence(place, access)) sets.push(set);
  }
  const authority = await import('@lostwax/authority');
  const progress = progressBar(output);
  const report = await authority
    .restore({
      ...{ data, database, from, sets, administrators, adminKeyFile },
      ...{ acceptUnknownSince: accepted, keepInactive: keepDisabled },
      progress: (stage, share) => progress(stages[stage], share),
    })
    .finally(progress.end);
  output.result(report, restoredText(report, { data, database }));
  if (!report.settled) process.exitCode = exitCodes.refused;
}

function readAccepted(text: string): number {
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new CommandError(
    'usage',
    `--accept-unknown-since takes the time that "lostwax restore" named, such as 2030-01-31T12:00:00Z, not "${text}".`,
  );
}
