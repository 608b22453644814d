import { AuthorityError } from '../../errors.ts';
import { messageText } from './message.ts';
import type { DatabaseServer } from './server.ts';
import { CHANNEL } from './session.ts';

/** Tables that an erasure deletes from or overwrites. */
const tables = 'customers, keys, audit_texts, sessions, people, usage, idempotency';

/**
 * Removes what an erasure has deleted: other replicas delete their copies, and VACUUM removes the old versions of rows, so that
 * no query can reach them. Unlike in SQLite, bytes are not overwritten: PostgreSQL reuses the space in its own time.
 *
 * @throws {@link AuthorityError} `storage_unavailable` if that isn't possible now.
 */
export async function removeErased(server: DatabaseServer, writer: string): Promise<void> {
  try {
    const client = await server.connect('erases', 0);
    try {
      const message = messageText({ writer, workspaces: [], settings: false, erased: true });
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, message]);
      await client.query(`VACUUM ${tables}`);
    } finally {
      await client.end();
    }
  } catch (cause) {
    const text =
      'The erasure is done and durable, but old versions of the rows could not be removed from the database yet. The authority will retry.';
    throw new AuthorityError('storage_unavailable', text, { cause });
  }
}
