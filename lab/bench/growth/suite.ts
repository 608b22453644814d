import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { startPostgres } from '../../../tools/testing/postgres.ts';
import { inFolder } from '../folder.ts';
import type { BenchOptions, Figures, Row } from '../report.ts';
import { API, SLUG } from '../seeded.ts';
import { type Sizes, sizesOfPostgres, sizesOfSqlite } from './sizes.ts';

/** What grows, as the table of docs/operating.md names it: tables, with their indexes. */
export const growing = {
  key: 'a key',
  created: 'the audit entry of a key created',
  change: 'a change in the feed',
  ended: 'the audit entry of a key revoked',
  request: 'a request with an Idempotency-Key',
  usage: 'the usage of a key in one hour',
} as const;

export const databases = ['SQLite', 'PostgreSQL'] as const;

/** Keys per request, and keys per customer. */
const BATCH = 500;
/** One key in ten is issued on its own, with an Idempotency-Key. */
const SHARE_OF_REQUESTS = 10;
const AT_ONCE = 16;

/** The bytes that each record takes on disk, with its share of the indexes. */
export async function growth({ keys }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const data = join(folder, 'sqlite');
    const sqlite = await startAuthority(data);
    const rows = await growthOf('SQLite', sqlite, keys, async () => sizesOfSqlite(join(data, 'lostwax.db')));
    await sqlite.stop();
    const postgres = await startPostgres();
    try {
      const url = await postgres.database();
      const authority = await startAuthority(join(folder, 'postgres'), 0, ['--database', url]);
      const more = await growthOf('PostgreSQL', authority, keys, () => sizesOfPostgres(postgres, url));
      await authority.stop();
      return { rows: [...rows, ...more], curves: [] };
    } finally {
      await postgres.stop();
    }
  });
}

async function growthOf(
  database: (typeof databases)[number],
  authority: RunningAuthority,
  wanted: number,
  sizes: () => Promise<Sizes>,
): Promise<readonly Row[]> {
  const batches = Math.max(1, Math.round(wanted / BATCH));
  const keys = batches * BATCH;
  await authority.call('POST', '/v1/workspaces', { slug: SLUG });
  const kids: string[] = [];
  const before = await sizes();
  for (let batch = 0; batch < batches; batch += 1) kids.push(...(await issueBatch(authority, batch)));
  const issued = await sizes();
  const now = new Date().toISOString();
  for (let at = 0; at < keys; at += BATCH) {
    const items = kids.slice(at, at + BATCH).map((kid) => ({ kid, at: now, count: 1_000 }));
    await authority.call('POST', `${API}/usage`, { items });
  }
  const used = await sizes();
  for (let batch = 0; batch < batches; batch += 1)
    await authority.call('POST', `${API}/keys:revoke`, { customer: customerOf(batch), reason: 'It leaked' });
  const revoked = await sizes();
  const requests = Math.max(AT_ONCE, Math.round(keys / SHARE_OF_REQUESTS));
  await issueSingly(authority, requests);
  const repeated = await sizes();
  const between = (from: Sizes, to: Sizes, tables: readonly string[], count: number): number =>
    tables.reduce((sum, table) => sum + (to.get(table) ?? 0) - (from.get(table) ?? 0), 0) / count;
  const audit = ['audit', 'audit_texts'];
  const found: Readonly<Record<keyof typeof growing, number>> = {
    key: between(before, issued, ['keys'], keys),
    created: between(before, issued, audit, keys),
    change: between(before, issued, ['changes'], keys),
    ended: between(used, revoked, audit, keys),
    request: between(revoked, repeated, ['idempotency'], requests),
    usage: between(issued, used, ['usage'], keys),
  };
  return Object.entries(growing).map(([what, name]) => ({
    what: `${name}: ${database}`,
    value: Math.round(found[what as keyof typeof growing]),
    unit: 'bytes',
  }));
}

const customerOf = (batch: number): string => `cus_${String(batch).padStart(6, '0')}`;

const key = (name: string) => ({ name, scopes: ['orders:read'] });

interface Issued {
  readonly items: readonly { readonly key: { readonly id: string } }[];
}

async function issueBatch(authority: RunningAuthority, batch: number): Promise<readonly string[]> {
  const items = Array.from({ length: BATCH }, (_, at) => ({
    customer: customerOf(batch),
    ...key(`CI ${at}`),
  }));
  const answer = await authority.call<Issued>('POST', `${API}/keys:batch`, { items });
  return answer.items.map((item) => item.key.id);
}

async function issueSingly({ url, adminKey }: RunningAuthority, requests: number): Promise<void> {
  let made = 0;
  const one = async (): Promise<void> => {
    while (made < requests) {
      made += 1;
      const response = await fetch(`${url}${API}/keys`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${adminKey}`,
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
        },
        body: JSON.stringify({ customer: 'cus_single', ...key('CI') }),
      });
      if (response.status !== 201) throw new Error(`A key was answered with ${response.status}.`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
