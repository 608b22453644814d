import type { QueryResult } from 'pg';
import { DamagedRecords } from '../damaged.ts';
import type { Announced, TakeOver } from '../failover.ts';
import { createListeners } from '../listeners.ts';
import { shared } from '../shared.ts';
import { queriesOver } from '../sql/queries/queries.ts';
import type { Store } from '../store.ts';
import { Claims } from './claims.ts';
import { postgres } from './dialect.ts';
import { removeErased } from './erased.ts';
import { asStorageError } from './errors.ts';
import { Follower } from './follower.ts';
import { kyselyOver, type Run } from './kysely.ts';
import { migrateDatabase } from './migrate.ts';
import { DatabaseServer } from './server.ts';
import { shareReads } from './share-reads.ts';
import { Writer } from './writer.ts';

/** How long one statement of a frozen view may take: a large shard of a snapshot. */
const FROZEN_MILLISECONDS = 120_000;

/**
 * Opens the store in a PostgreSQL database that any number of replicas share. Migrates it if necessary.
 *
 * @param url - `postgres://user:password@host:5432/name`.
 * @param takeOver - Called when another server has taken over, before anything is read or written there. Undefined for programs
 * that don't mind.
 * @throws {@link StartError} if the schema is newer than this program, or the server could lose what it confirms.
 */
export async function openPostgresStore(url: string, takeOver?: TakeOver): Promise<Store> {
  await migrateDatabase(url);
  const damaged = new DamagedRecords();
  const dialect = postgres(damaged);
  const { tell, dropCopies, onCommit, onScrub } = createListeners();
  const announced = (): Announced => follower.announced;
  const server = new DatabaseServer({ url, dialect, takeOver, announced });
  const writer: Writer = new Writer({ server, dialect, committed: (changes) => follower.own(changes) });
  const follower: Follower = new Follower({
    server,
    writer: writer.id,
    tell,
    erased: () => void dropCopies().catch(() => {}),
  });
  const claims = new Claims(server);
  const read = queriesOver(kyselyOver(shareReads(explained(server.read))), dialect);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await writer.close();
    await follower.close();
    await claims.close();
    await server.close();
  };
  await follower.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    read,
    write: writer.write,
    end: writer.write,
    writeMuch: writer.writeMuch,
    probe: () => writer.probe(),
    async frozen(work) {
      const client = await server.connect('snapshot', FROZEN_MILLISECONDS).catch((error: unknown) => {
        throw asStorageError(error);
      });
      try {
        const run = explained((query) => client.query(query));
        await run({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' }, false);
        return await work(queriesOver(kyselyOver(run), dialect));
      } finally {
        await client.end().catch(() => {});
      }
    },
    damaged,
    replica: {
      sync: follower.sync,
      age: () => follower.age(),
      claim: (id) => claims.claim(id),
      release: (id) => claims.release(id),
      share: (text) => follower.share(text),
      onShared: (listener) => follower.onShared(listener),
    },
    onCommit,
    onScrub,
    scrub: shared(async () => {
      await dropCopies();
      await removeErased(server, writer.id);
    }),
    close: () => (closed ??= close()),
  };
}

type Query = Parameters<Run>[0];

/** Reports trouble with the database as `storage_unavailable`. */
function explained(query: (query: Query) => Promise<QueryResult>): Run {
  return async (config) => {
    try {
      return await query(config);
    } catch (error) {
      throw asStorageError(error);
    }
  };
}
