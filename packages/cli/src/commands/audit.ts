import { type LostwaxClient, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { beginning, faultOf, type Head } from '../audit-chain.ts';
import { command, group, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { type Output, table } from '../output.ts';

/** `lostwax audit verify`. */
export function auditCommand(): Command {
  return group('audit', 'check the record of every change', 'lostwax audit verify', [verify()]);
}

interface VerifyOptions extends OnlineOptions {
  readonly workspace?: string;
  readonly known?: string;
}

function verify(): Command {
  return online(
    command(
      'verify',
      'recompute the chain of hashes over all rows, so that no row was changed or taken out',
      'lostwax audit verify',
      'lostwax audit verify --workspace acme_live --known 4711:9f2c…',
    ),
  )
    .option('--workspace <slug>', 'only this one (all that your key is for unless given)')
    .option(
      '--known <row:hash>',
      'a row as an earlier run printed it, which must still be there; with --workspace',
    )
    .addHelpText(
      'after',
      '\nKeep the row and hash that it prints somewhere else: only they show that nobody wrote the whole chain anew.',
    )
    .action(async (options: VerifyOptions) => {
      const output = outputOf(options);
      const client = connect(options);
      const known = readKnown(options);
      const workspaces: Checked[] = [];
      for (const slug of await slugs(client, options.workspace))
        workspaces.push(await check(client, slug, known, output));
      const rows = workspaces.map((it) => [
        it.workspace,
        String(it.rows),
        String(it.erased),
        `${it.rows}:${it.hash}`,
      ]);
      output.result({ workspaces }, table(['WORKSPACE', 'ROWS', 'ERASED', 'LAST ROW AND ITS HASH'], rows));
      // A chain that was cut off at its end is whole too: without a known row, nobody can say that every row is there.
      output.say(
        known === undefined
          ? 'The chain is whole up to these rows. Keep them elsewhere: with --known, a later check also finds rows cut off its end.'
          : 'Every row up to the known one is there and unchanged, and the chain behind it is whole.',
      );
    });
}

interface Checked {
  readonly workspace: string;
  readonly rows: number;
  /** Rows whose personal texts were erased; their hash still stands in the chain. */
  readonly erased: number;
  readonly hash: string;
}

async function slugs(client: LostwaxClient, only: string | undefined): Promise<readonly string[]> {
  if (only !== undefined) return [only];
  const { items } = await unwrap(client.GET('/v1/workspaces'));
  return items.map(({ slug }) => slug);
}

const ROWS_A_PAGE = 500;

/** @throws {@link CommandError} `audit_broken`, naming the first row that does not fit. */
async function check(
  client: LostwaxClient,
  workspace: string,
  known: Head | undefined,
  output: Output,
): Promise<Checked> {
  let head = beginning;
  let erased = 0;
  for (;;) {
    const query = { after: head.seq, limit: ROWS_A_PAGE };
    const page = await unwrap(
      client.GET('/v1/workspaces/{workspace}/audit', { params: { path: { workspace }, query } }),
    );
    for (const row of page.items) {
      const fault =
        faultOf(head, row) ??
        (row.seq === known?.seq && row.hash !== known.hash
          ? `row ${row.seq} is not the known one`
          : undefined);
      if (fault !== undefined) throw broken(workspace, fault, output);
      if (row.texts === null) erased += 1;
      head = row;
    }
    if (page.nextCursor === null) break;
    output.progress(`${workspace}: ${head.seq} rows`);
  }
  output.progress(undefined);
  if (known !== undefined && known.seq > head.seq)
    throw broken(workspace, `it ends at row ${head.seq}, before the known row ${known.seq}`, output);
  return { workspace, rows: head.seq, erased, hash: head.hash };
}

function broken(workspace: string, fault: string, output: Output): CommandError {
  output.progress(undefined);
  return new CommandError(
    'audit_broken',
    `The audit of "${workspace}" was tampered with: ${fault}. Keep a copy of the data folder as it is, and compare it with a backup.`,
  );
}

function readKnown({ known, workspace }: VerifyOptions): Head | undefined {
  if (known === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(known) ?? [];
  if (hash !== undefined && workspace !== undefined) return { seq: Number(seq), hash };
  throw new CommandError(
    'usage',
    '--known takes a row and its hash as an earlier run printed them, and --workspace says whose.',
  );
}
