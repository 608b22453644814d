import { type LostwaxClient, ProblemError, unwrap } from '@lostwax/client';
import { CommandError } from '../errors.ts';
import type { Output } from '../output.ts';
import { AuditedKeys } from './audited-keys.ts';
import { beginning, faultOf, type Head } from './chain.ts';
import { compare, type Difference } from './compare.ts';
import { fullFeed, publicPins } from './published-feed.ts';
import { publishedSet } from './published-set.ts';

const ROWS_A_PAGE = 500;

/** Everything needed to verify one workspace. */
export interface VerifyTask {
  readonly client: LostwaxClient;
  /** The administrator key, for the full feed. */
  readonly key: string;
  readonly workspace: string;
  /** Where key sets and feeds are: an origin. */
  readonly publishedAt: string;
  /** A row that must be present. */
  readonly known: Head | undefined;
  readonly output: Output;
}

/** The result for one workspace. */
export interface Verified {
  readonly workspace: string;
  readonly rows: number;
  /** Rows whose personal texts were erased; the chain still contains their hash. */
  readonly erased: number;
  readonly hash: string;
  readonly differences: readonly Difference[];
  /** What was not compared because the administrator key lacks the scope. */
  readonly notCompared: readonly ('full_feed' | 'records')[];
}

/**
 * Recomputes the hash chain of a workspace's audit log, and compares the key set, the feeds and the database records with it.
 *
 * @throws {@link CommandError} `audit_broken`, naming the first row that does not match; `set_unavailable`.
 */
export async function verifyWorkspace(task: VerifyTask): Promise<Verified> {
  const { client, key, workspace, publishedAt, known, output } = task;
  const audited = new AuditedKeys();
  const before = await readRows(task, beginning, (row) => audited.apply(row, false));
  output.progress(`${workspace}: comparing what is published`);
  const issuer = `${publishedAt}/${workspace}`;
  const set = await publishedSet(issuer);
  const halfPins = await publicPins(issuer);
  const full = await whereAllowed(fullFeed(issuer, key));
  const records = await whereAllowed(unknownRecords(client, workspace));
  const after = await readRows(task, before.head, (row) => audited.apply(row, true));
  output.progress(undefined);
  if (known !== undefined && known.seq > after.head.seq)
    throw broken(task, `it ends at row ${after.head.seq}, before the known row ${known.seq}`);
  const published = { ...set, halfPins, full, unknownRecords: records ?? [] };
  return {
    workspace,
    rows: after.head.seq,
    erased: before.erased + after.erased,
    hash: after.head.hash,
    differences: compare(audited, published, Date.now()),
    notCompared: [...(full ? [] : ['full_feed' as const]), ...(records ? [] : ['records' as const])],
  };
}

/** Revokes every key that does not match the audit log; resolves with their key IDs. */
export async function revokeUnknown(client: LostwaxClient, workspace: string): Promise<readonly string[]> {
  const body = { unknownToAudit: true as const, reason: 'not in the audit log' };
  const call = client.POST('/v1/workspaces/{workspace}/keys:revoke', {
    params: { path: { workspace } },
    body,
  });
  return (await unwrap(call)).keyIds;
}

type Row = Parameters<AuditedKeys['apply']>[0];

async function readRows(
  task: VerifyTask,
  from: Head,
  apply: (row: Row) => void,
): Promise<{ readonly head: Head; readonly erased: number }> {
  const { client, workspace, known, output } = task;
  let head = from;
  let erased = 0;
  for (;;) {
    const query = { after: head.seq, limit: ROWS_A_PAGE };
    const page = await unwrap(
      client.GET('/v1/workspaces/{workspace}/audit', { params: { path: { workspace }, query } }),
    );
    for (const row of page.items) {
      const isNotKnown = row.seq === known?.seq && row.hash !== known.hash;
      const fault =
        faultOf(head, row) ?? (isNotKnown ? `row ${row.seq} differs from the known one` : undefined);
      if (fault !== undefined) throw broken(task, fault);
      if (row.texts === null) erased += 1;
      head = row;
      apply(row);
    }
    if (page.nextCursor === null) return { head: { seq: head.seq, hash: head.hash }, erased };
    output.progress(`${workspace}: ${head.seq} rows`);
  }
}

async function unknownRecords(client: LostwaxClient, workspace: string): Promise<readonly string[]> {
  const body = { unknownToAudit: true as const, dryRun: true };
  const call = client.POST('/v1/workspaces/{workspace}/keys:revoke', {
    params: { path: { workspace } },
    body,
  });
  return (await unwrap(call)).keyIds;
}

/** Undefined if the administrator key lacks the scope. */
async function whereAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const refused = error instanceof ProblemError ? error.code === 'insufficient_scope' : isForbidden(error);
    if (!refused) throw error;
    return undefined;
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof CommandError && error.cause === 403;
}

function broken({ workspace, output }: VerifyTask, fault: string): CommandError {
  output.progress(undefined);
  return new CommandError(
    'audit_broken',
    `The audit log of "${workspace}" has been tampered with: ${fault}. Keep a copy of the data folder as it is, and compare it with a backup.`,
  );
}
