import type { Kysely } from 'kysely';
import type { Queries } from '../../queries/queries.ts';
import type { Database } from '../tables.ts';
import { personQueries } from './people.ts';
import { readerQueries } from './readers.ts';
import { sessionQueries } from './sessions.ts';
import { workspaceQueries } from './workspaces.ts';

/** The queries over one connection. */
export function queriesOver(db: Kysely<Database>): Queries {
  return {
    workspaces: workspaceQueries(db),
    readers: readerQueries(db),
    people: personQueries(db),
    sessions: sessionQueries(db),
  };
}
