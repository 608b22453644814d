import type { Client } from 'pg';
import { StartError } from '../../start-error.ts';
import { assertDurable, connect } from './connect.ts';
import { migrations } from './migrations.ts';

/** The advisory lock that is held during a migration. */
const LOCK = 7_203_401_002;

/** The version of the schema before and after. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings the schema to this program's version, in one transaction and under a lock: of several replicas that start at once, the
 * others wait and find it done.
 *
 * @throws {@link StartError} if the schema is newer than this program, or isn't ours.
 */
async function migrate(client: Client): Promise<Migrated> {
  // If this machine fails in between, its locks must not stop the other replicas for long.
  await client.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '60s'");
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const from = await versionOf(client);
    if (from > migrations.length) throw new StartError(newer(from));
    if (from < migrations.length) {
      for (const text of migrations.slice(from)) await client.query(text);
      await client.query('UPDATE lostwax_schema SET version = $1', [migrations.length]);
    }
    await client.query('COMMIT');
    return { from, to: migrations.length };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** {@link migrate} through a connection of its own, after the server's settings were checked. */
export async function migrateDatabase(url: string): Promise<Migrated> {
  const client = await connect(url, 'migrates', 0);
  try {
    await assertDurable(client);
    return await migrate(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function versionOf(client: Client): Promise<number> {
  const { rows } = await client.query(
    `SELECT to_regclass('lostwax_schema') IS NOT NULL AS ours, to_regclass('workspaces') IS NOT NULL OR to_regclass('keys') IS NOT NULL AS taken`,
  );
  const { ours, taken } = rows[0] as { readonly ours: boolean; readonly taken: boolean };
  if (!ours && taken) {
    throw new StartError(
      "The database contains another program's tables named workspaces or keys. Create a database for Lostwax alone, and pass its address with --database.",
    );
  }
  if (!ours) {
    await client.query('CREATE TABLE lostwax_schema (version integer NOT NULL)');
    await client.query('INSERT INTO lostwax_schema VALUES (0)');
    return 0;
  }
  const version = await client.query('SELECT version FROM lostwax_schema');
  return (version.rows[0] as { readonly version: number }).version;
}

function newer(version: number): string {
  return `The database was migrated by a later Lostwax (schema ${version}, this one knows ${migrations.length}). Start that version. Replicas of the previous release that are already running can stay until they are replaced.`;
}
