import type { Command } from 'commander';
import { collect, command, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { type FormatName, formats } from '../import/formats.ts';
import { isMember, members } from '../import/members.ts';
import { Report } from '../import/report.ts';
import { type Counts, runImport } from '../import/run.ts';
import { openSource } from '../import/source.ts';
import { progressBar } from '../progress-bar.ts';

interface Options extends OnlineOptions {
  readonly workspace: string;
  readonly format: string;
  readonly column?: readonly string[];
  readonly keys?: string;
  readonly scope?: readonly string[];
  readonly dryRun?: true;
  readonly report?: string;
  readonly ids?: string;
}

/** `lostwax import`. */
export function importCommand(): Command {
  return online(
    command(
      'import <file>',
      'import keys from another system; they keep working unchanged',
      'lostwax import keys.csv --workspace acme_live --dry-run',
      'lostwax import keys.csv --workspace acme_live --column customer=owner_id --column key=api_key',
      'lostwax import unkey.json --workspace acme_live --format unkey',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--format <name>', `where the keys come from: ${Object.keys(formats).join(', ')}`, 'lostwax')
    .option('--column <member=column>', `read ${members.join(', ')} from another column; repeatable`, collect)
    .option('--keys <form>', 'what the file contains, if the format allows both: plain (keys) or hashed')
    .option('--scope <scope>', 'also grant this scope to every key; repeatable', collect)
    .option('--dry-run', 'report what would happen, and change nothing')
    .option(
      '--report <file>',
      'list refused and weak keys in this file, one JSON object per line (default: <file>.refused.jsonl)',
    )
    .option('--ids <file>', 'list the old and new ID of each key in this file, one JSON object per line')
    .addHelpText(
      'after',
      `
The file can be CSV with a header, JSON Lines, or one JSON or YAML document. Keys are hashed on this machine: only their
SHA-256 hashes are sent. If the import is interrupted, run the same command again: keys that have already been imported
stay unchanged. Exits with 1 if any key was refused.`,
    )
    .action((file: string, options: Options) => importFile(file, options));
}

async function importFile(file: string, options: Options): Promise<void> {
  const { workspace, dryRun = false } = options;
  const output = outputOf(options);
  const format = formatOf(options.format);
  const columns = columnsOf(options.column ?? []);
  const keys = formOf(options.keys);
  const client = connect(options);
  const source = await openSource(file);
  const report = new Report(options.report ?? `${file}.refused.jsonl`);
  const plan = {
    ...{ workspace, format, columns, keys, source, dryRun, report },
    scopes: options.scope ?? [],
    ids: options.ids === undefined ? undefined : new Report(options.ids),
  };
  const progress = progressBar(output);
  const counts = await runImport(client, plan, (soFar, share) =>
    progress(countsText(soFar, dryRun), share),
  ).finally(progress.end);
  output.result({ ...counts, dryRun }, `${countsText(counts, dryRun)}.`);
  if (counts.weak > 0)
    output.say(
      `Weak keys can be guessed from their hashes. They are listed in ${report.file}; rotate them soon.`,
    );
  if (counts.refused > 0) {
    output.say(`The refused keys are listed in ${report.file}, with the reason for each.`);
    process.exitCode = exitCodes.refused;
  }
  if (counts.created + counts.existing + counts.refused === 0)
    // No error: a script may import whatever is new, and that may be nothing.
    output.say(
      `${file} contains no keys. If that is unexpected, check the export; a CSV file needs a header and one row per key.`,
    );
  else if (dryRun)
    output.say('Nothing was changed. To import the keys, run the same command without --dry-run.');
}

function countsText({ created, existing, refused, weak }: Counts, dryRun: boolean): string {
  const weakly = weak === 0 ? '' : ` (${weak} weak)`;
  return `${created} ${dryRun ? 'would be imported' : 'imported'}, ${existing} already there${weakly}, ${refused} refused`;
}

function formatOf(name: string): FormatName {
  if (Object.hasOwn(formats, name)) return name as FormatName;
  throw new CommandError('usage', `--format takes ${Object.keys(formats).join(', ')}, not "${name}".`);
}

function formOf(form: string | undefined): 'plain' | 'hashed' | undefined {
  if (form === undefined || form === 'plain' || form === 'hashed') return form;
  throw new CommandError('usage', `--keys takes plain or hashed, not "${form}".`);
}

function columnsOf(given: readonly string[]) {
  return new Map(
    given.map((text) => {
      const [member = '', column = ''] = text.split(/=(.*)/s, 2);
      if (isMember(member) && column !== '') return [member, column] as const;
      throw new CommandError(
        'usage',
        `--column takes <member>=<column>, where the member is one of ${members.join(', ')}; not "${text}".`,
      );
    }),
  );
}
