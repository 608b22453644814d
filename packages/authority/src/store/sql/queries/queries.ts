import type { Kysely } from 'kysely';
import type { Queries, Reads } from '../../queries/queries.ts';
import type { Dialect } from '../dialect.ts';
import type { Database } from '../tables.ts';
import { auditQueries } from './audit.ts';
import { changeQueries } from './changes.ts';
import { customerQueries } from './customers.ts';
import { keyQueries } from './keys.ts';
import { personQueries } from './people.ts';
import { publishedQueries } from './published.ts';
import { readerQueries } from './readers.ts';
import { requestQueries } from './requests.ts';
import { sessionQueries } from './sessions.ts';
import { shortLivedQueries } from './short-lived.ts';
import { signingKeyQueries } from './signing-keys.ts';
import { taskQueries } from './tasks.ts';
import { usageQueries } from './usage.ts';
import { workspaceQueries } from './workspaces.ts';

const behind = new WeakMap<Reads, Kysely<Database>>();

/** Creates the queries over one connection, or a pool of them. */
export function queriesOver(db: Kysely<Database>, dialect: Dialect): Queries {
  const queries: Queries = {
    workspaces: workspaceQueries(db, dialect),
    keys: keyQueries(db, dialect),
    signingKeys: signingKeyQueries(db),
    customers: customerQueries(db, dialect),
    audit: auditQueries(db, dialect),
    changes: changeQueries(db, dialect),
    published: publishedQueries(db, dialect),
    people: personQueries(db),
    sessions: sessionQueries(db),
    readers: readerQueries(db),
    usage: usageQueries(db),
    requests: requestQueries(db),
    tasks: taskQueries(db),
    shortLived: shortLivedQueries(db),
  };
  behind.set(queries, db);
  return queries;
}

/** The underlying tables, for tests that inspect them or bypass the use cases. */
export function tablesBehind(queries: Reads): Kysely<Database> {
  const db = behind.get(queries);
  if (db === undefined) throw new Error('These queries have no tables behind them.');
  return db;
}
