import type { ForeignKey, LostwaxClient } from '@lostwax/client';
import { CommandError } from '../errors.ts';
import { type FormatName, formats, parsed, type Said } from './formats.ts';
import type { Report, ReportLine } from './report.ts';
import { type Row, rowOf } from './row.ts';
import { sendKeys } from './send.ts';
import type { Source } from './source.ts';
import type { SourceRecord } from './source-record.ts';
import { WaitingRows } from './waiting-rows.ts';

/** What to import, and how to read it. */
export interface ImportPlan {
  readonly workspace: string;
  readonly format: FormatName;
  readonly source: Source;
  /** Members of {@link Said} that are read from a column of another name. */
  readonly columns: ReadonlyMap<keyof Said, string>;
  /** Whether what stands for a key is the key or a hash; otherwise as the format says. */
  readonly keys: 'plain' | 'hashed' | undefined;
  /** Granted to every key besides its own. */
  readonly scopes: readonly string[];
  readonly dryRun: boolean;
  /** Refused and weak keys. */
  readonly report: Report;
  /** Old IDs and new ones. */
  readonly ids: Report | undefined;
}

/** How many records there were of each kind. */
export interface Counts {
  created: number;
  existing: number;
  refused: number;
  /** Weak keys among the created and existing ones. */
  weak: number;
}

/** As many as one request takes. */
const BATCH = 1_000;
/** Requests on their way at once: one waits while the authority works on the other. With more, others would wait longer. */
const AT_ONCE = 2;
/** Rows that are read ahead: of 10,000 customers in turn, ten of each are then sent together. About 30 MB. */
const AHEAD = 50_000;

interface Pending {
  readonly at: ReportLine;
  readonly item: ForeignKey;
  readonly isWeak: boolean;
}

/**
 * Imports every record of a file, a batch at a time, with the keys of a customer together. A record that is refused
 * doesn't stop the others. Running it again after an interruption continues, because the authority leaves keys that it
 * already has as they are.
 *
 * @param progress - Called after each batch, with the share of the file that is done, 0 to 1.
 * @throws What a call throws when the authority can't be reached or refuses everything.
 */
export async function runImport(
  client: LostwaxClient,
  plan: ImportPlan,
  progress: (counts: Counts, share: number) => void,
): Promise<Counts> {
  const { source } = plan;
  const counts: Counts = { created: 0, existing: 0, refused: 0, weak: 0 };
  const sending = new Set<Promise<void>>();
  const waiting = new WaitingRows<Pending>();
  let read = 0;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const send = async (pending: readonly Pending[]): Promise<void> => {
    await settle(client, plan, pending, counts);
    const done = counts.created + counts.existing + counts.refused;
    progress(counts, (source.bytesRead() / Math.max(1, source.bytes)) * (done / read));
  };
  const dispatch = async (): Promise<void> => {
    // Waits here, not after sending, so that the next batch is ready when an answer comes.
    if (sending.size >= AT_ONCE) await Promise.race([...sending, failed.promise]);
    const one = send(waiting.take(BATCH))
      .catch(failed.reject)
      .finally(() => sending.delete(one));
    sending.add(one);
  };
  try {
    let isFirst = true;
    for await (const records of source.records) {
      for (const record of records) {
        read += 1;
        if (isFirst && 'value' in record) {
          assertColumns(record.value, plan.columns);
          isFirst = false;
        }
        const { at, row } = readRow(record, plan);
        if ('item' in row) waiting.add(row.item.customer, { at, item: row.item, isWeak: row.isWeak });
        else {
          counts.refused += 1;
          await plan.report.add({ ...at, ...row });
        }
        // The authority needn't wait until that many rows are read.
        const isIdle = sending.size < AT_ONCE && waiting.size >= BATCH;
        if (waiting.size >= AHEAD || isIdle) await dispatch();
      }
    }
    while (waiting.size > 0) await dispatch();
    await Promise.race([Promise.all(sending), failed.promise]);
    return counts;
  } finally {
    await Promise.allSettled(sending);
    await plan.report.close();
    await plan.ids?.close();
  }
}

async function settle(
  client: LostwaxClient,
  { workspace, dryRun, report, ids }: ImportPlan,
  pending: readonly Pending[],
  counts: Counts,
): Promise<void> {
  const items = pending.map(({ item }) => item);
  const outcomes = await sendKeys(client, workspace, items, dryRun);
  for (const [index, outcome] of outcomes.entries()) {
    const { at, item, isWeak } = pending[index] as Pending;
    const ending = item.ending === undefined ? {} : { ending: item.ending };
    if ('code' in outcome) {
      counts.refused += 1;
      await report.add({ ...at, ...ending, code: outcome.code, detail: outcome.detail });
      continue;
    }
    counts[outcome.created ? 'created' : 'existing'] += 1;
    if (ids !== undefined && outcome.keyId !== null) await ids.add({ ...at, keyId: outcome.keyId });
    if (!isWeak) continue;
    counts.weak += 1;
    await report.add({ ...at, ...ending, code: 'key_weak', detail: WEAK, imported: !dryRun });
  }
}

const WEAK = 'The key has fewer than 128 random bits, so it could be guessed from its hash. Rotate it soon.';

/** @throws {@link CommandError} `usage` for a column that the first record lacks. */
function assertColumns(record: object, columns: ImportPlan['columns']): void {
  for (const [member, column] of columns) {
    if (Object.hasOwn(record, column)) continue;
    const has = Object.keys(record).join(', ');
    throw new CommandError(
      'usage',
      `--column ${member}=${column}: the file has no such column. It has ${has}.`,
    );
  }
}

/** Reads a record once: where it is, and what it says. */
function readRow(
  record: SourceRecord,
  { format, columns, keys, scopes, source }: ImportPlan,
): { readonly at: ReportLine; readonly row: Row } {
  const { line } = record;
  if ('fault' in record) return { at: { line }, row: { code: 'row_unreadable', detail: record.fault } };
  const said: { -readonly [Member in keyof Said]: Said[Member] } = {
    ...formats[format](record.value, source.writtenAt),
  };
  for (const [member, column] of columns) said[member] = parsed(record.value[column]);
  if (keys === 'plain') {
    said.key ??= said.hash;
    said.hash = undefined;
  }
  if (keys === 'hashed') said.hash ??= said.key;
  const id = idOf(said.id);
  const named = id === undefined ? {} : { importedId: id };
  const row = rowOf(said, scopes, { importedFrom: format, ...named });
  return { at: id === undefined ? { line } : { line, id }, row };
}

function idOf(value: unknown): string | undefined {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}
