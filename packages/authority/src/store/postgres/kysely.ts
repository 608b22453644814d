import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  replaceWithNoncontingentExpression,
} from 'kysely';
import type { QueryConfig } from 'pg';
import type { Database } from '../sql/tables.ts';

/** What one statement returned. */
export interface Answer {
  readonly rows: unknown[];
  readonly rowCount: number | null;
}

/** Runs one statement; `isBlind`: the caller needs neither rows nor a count. */
export type Run = (query: QueryConfig, isBlind: boolean) => Promise<Answer>;

/** Statements with more values have a variable number of them, as lists do, and aren't worth preparing. */
const MOST_VALUES_OF_PREPARED = 40;
/** Statements prepared on each connection. */
const MOST_PREPARED = 500;

const names = new Map<string, string>();

/** Names a statement, so that each connection parses and plans it once. */
export function nameOf(text: string, values: number): string | undefined {
  const known = names.get(text);
  if (known !== undefined || values > MOST_VALUES_OF_PREPARED || names.size >= MOST_PREPARED) return known;
  const name = `lostwax_${names.size}`;
  names.set(text, name);
  return name;
}

/** Kysely over a function that runs statements. Transactions are begun and ended elsewhere. */
export function kyselyOver(run: Run): Kysely<Database> {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const { sql: text, parameters } = query;
      const name = nameOf(text, parameters.length);
      const values = [...parameters];
      const answer = await run(
        name === undefined ? { text, values } : { name, text, values },
        isBlind(query),
      );
      return { rows: answer.rows as Row[], numAffectedRows: BigInt(answer.rowCount ?? 0) };
    },
    streamQuery() {
      throw new Error('Queries are not streamed.');
    },
  };
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    // PostgreSQL doesn't accept `in ()`, which SQLite does.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  });
}

function driverOf(connection: DatabaseConnection): Driver {
  const nothing = async (): Promise<void> => {};
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  };
}

/** Inserts and updates without RETURNING: no query of the store asks how many rows they changed. */
function isBlind({ query }: CompiledQuery): boolean {
  return (
    (query.kind === 'InsertQueryNode' || query.kind === 'UpdateQueryNode') && query.returning === undefined
  );
}
