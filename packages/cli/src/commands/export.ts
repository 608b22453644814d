import { once } from 'node:events';
import { type ExportPage, type LostwaxClient, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { command, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { csvHeader, csvRow } from '../import/csv-rows.ts';
import type { Output } from '../output.ts';
import { TextFile } from '../text-file.ts';

interface Options extends OnlineOptions {
  readonly workspace: string;
  readonly format: string;
  readonly to?: string;
}

const MOST_A_PAGE = 500;

/** `lostwax export`. */
export function exportCommand(): Command {
  return online(
    command(
      'export',
      'export all key records of a workspace, with the hashes of opaque keys',
      'lostwax export --workspace acme_live --to keys.csv',
      'lostwax export --workspace acme_live --format jsonl | gzip > keys.jsonl.gz',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--format <name>', 'csv or jsonl', 'csv')
    .option('--to <file>', 'the file to write (default: stdout)')
    .addHelpText(
      'after',
      `
Needs an administrator key with the scope admin. The file contains no keys, because Lostwax doesn't store them. Opaque
and imported keys can be moved by their SHA-256 hashes ("pin"), for example with "lostwax import". Signed keys can't:
gates accept them only while the authority that signed them publishes them. Records are sorted newest first. Changes
made during the export may be missing.`,
    )
    .action((options: Options) => exportKeys(options));
}

async function exportKeys(options: Options): Promise<void> {
  const { format, to } = options;
  if (format !== 'csv' && format !== 'jsonl')
    throw new CommandError('usage', `--format takes csv or jsonl, not "${format}".`);
  const output = outputOf(options);
  const client = connect(options);
  const file = to === undefined ? undefined : new TextFile(to, { whole: true });
  const write = async (text: string): Promise<void> => {
    if (file !== undefined) await file.write(text);
    else if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  const copied = copyRecords(client, options, write, output);
  const { count, movable } = await copied
    .then(async (counts) => {
      await file?.close();
      return counts;
    })
    .catch(async (error: unknown) => {
      await file?.abandon();
      throw error;
    });
  const text = `${count} keys exported, ${movable} of them with a hash that another system can import.`;
  // Stdout has either the keys or the result.
  if (to === undefined) output.say(text);
  else output.result({ exported: count, withHash: movable, file: to }, text);
}

/** Writes all records, page by page. */
async function copyRecords(
  client: LostwaxClient,
  { workspace, format }: Pick<Options, 'workspace' | 'format'>,
  write: (text: string) => Promise<void>,
  output: Output,
): Promise<{ readonly count: number; readonly movable: number }> {
  let count = 0;
  let movable = 0;
  let cursor: string | null = null;
  if (format === 'csv') await write(csvHeader);
  do {
    const query = { limit: MOST_A_PAGE, ...(cursor !== null && { cursor }) };
    const params = { path: { workspace }, query };
    const page: ExportPage = await unwrap(client.GET('/v1/workspaces/{workspace}/keys:export', { params }));
    await write(
      page.items.map((key) => (format === 'csv' ? csvRow(key) : `${JSON.stringify(key)}\n`)).join(''),
    );
    count += page.items.length;
    movable += page.items.filter(({ pin }) => pin !== null).length;
    cursor = page.nextCursor;
    output.progress(`${count} keys`);
  } while (cursor !== null);
  output.progress(undefined);
  return { count, movable };
}
