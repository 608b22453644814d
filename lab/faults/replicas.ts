import { join } from 'node:path';
import { Client, types } from 'pg';
import type { Row } from '../../packages/authority/test/support/ledger.ts';
import { type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import { startReplica } from '../../tools/testing/postgres.ts';
import { ask } from '../../tools/testing/request.ts';
import { until } from '../../tools/testing/until.ts';

const INT8 = 20;
const READY_LIMIT_MS = 60_000;
/** For each query of the checker: a server that hangs must fail the round, not stop it. */
const QUERY_LIMIT_MS = 60_000;
/** The lock that every writing transaction holds; the checker doesn't import it from what it checks. */
const WRITER_LOCK = 7_203_401_001;

/** Runs a query in PostgreSQL; integers become numbers. */
export async function postgresRows(url: string, text: string): Promise<Row[]> {
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format as 'text');
  const client = new Client({
    connectionString: url,
    types: { getTypeParser } as never,
    connectionTimeoutMillis: QUERY_LIMIT_MS,
    query_timeout: QUERY_LIMIT_MS,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Waits until no transaction of a lost connection is still in progress. */
export async function settled(url: string): Promise<void> {
  await postgresRows(url, `SELECT pg_advisory_lock(${WRITER_LOCK})`);
}

/** Starts one authority per URL, all over the same database. */
export async function startReplicas(folder: string, urls: readonly string[]): Promise<RunningAuthority[]> {
  const [first = '', ...others] = urls;
  const authority = await startAuthority(join(folder, 'r0'), 0, ['--database', first]);
  const replicas = [authority];
  for (const [index, url] of others.entries())
    replicas.push(await startReplica(authority, url, join(folder, `r${index + 1}`)));
  return replicas;
}

/** Waits until each authority is ready for requests. */
export async function allReady(replicas: readonly RunningAuthority[]): Promise<void> {
  for (const { url, program } of replicas)
    await until('the authority is ready', READY_LIMIT_MS, async () => {
      if (!program.running()) throw new Error(`The authority ended:\n${program.output()}`);
      return (await ask(`${url}/readyz`)).status === 200;
    });
}
