import type { ClientBase } from 'pg';
import { AuthorityError } from '../../errors.ts';

/** What `pg_walfile_name` begins with. Unlike the last checkpoint's, this timeline is that of the next write. */
const TIMELINE = `SELECT CASE WHEN NOT pg_is_in_recovery()
  THEN ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline`;

/** A service that imitates PostgreSQL may not have these functions, or keep them to itself. */
const unsupported = new Set(['42501', '42883', '0A000']);

/**
 * The timeline of the server behind a connection: 1 for a new one, and a higher number for each standby that was promoted.
 *
 * @returns Undefined if the server doesn't tell.
 * @throws {@link AuthorityError} `storage_unavailable` for a standby, which may be behind the primary.
 */
export async function timelineOf(client: ClientBase): Promise<number | undefined> {
  let timeline: number | null;
  try {
    const { rows } = await client.query<{ readonly timeline: number | null }>(TIMELINE);
    timeline = rows[0]?.timeline ?? null;
  } catch (error) {
    if (unsupported.has(String((error as { readonly code?: unknown }).code))) return undefined;
    throw error;
  }
  if (timeline !== null) return timeline;
  throw new AuthorityError(
    'storage_unavailable',
    'The database is a standby that has not been promoted. The authority waits for the primary.',
  );
}

/** @returns The error for a connection to a server that another one has replaced. */
export function replaced(): AuthorityError {
  return new AuthorityError(
    'storage_unavailable',
    'The authority has reached a database server that another one has replaced. Stop that server: what it is told would be lost.',
  );
}
