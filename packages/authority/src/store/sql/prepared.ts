import type { Compilable, CompiledQuery, Insertable, Kysely, QueryResult } from 'kysely';
import type { KeyRow, NewKeyRow } from '../rows.ts';
import type { Database } from './tables.ts';

/** Placeholder for a value while a query is built. */
class Slot {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

/**
 * A query that is built once per connection and run with different values, because building costs more than
 * running.
 *
 * @param build - Must use each value only as a parameter, never to decide the shape of the query.
 */
export function prepared<Values extends readonly unknown[], Row>(
  build: (db: Kysely<Database>, ...values: Values) => Compilable<Row>,
): (db: Kysely<Database>, ...values: Values) => Promise<Row[]> {
  const execute = executed(build);
  return async (db, ...values) => (await execute(db, ...values)).rows;
}

/**
 * Likewise for a query that contains a list, built once for each length of it.
 *
 * @param build - Must use each item only as a parameter.
 */
export function preparedList<Item, Values extends readonly unknown[], Row>(
  build: (db: Kysely<Database>, items: readonly Item[], ...values: Values) => Compilable<Row>,
): (db: Kysely<Database>, items: readonly Item[], ...values: Values) => Promise<Row[]> {
  const byLength = new Map<number, (db: Kysely<Database>, ...values: readonly unknown[]) => Promise<Row[]>>();
  return (db, items, ...values) => {
    let run = byLength.get(items.length);
    if (run === undefined) {
      const count = values.length;
      run = prepared((db, ...slots: readonly unknown[]) =>
        build(db, slots.slice(count) as Item[], ...(slots.slice(0, count) as unknown as Values)),
      );
      byLength.set(items.length, run);
    }
    return run(db, ...values, ...items);
  };
}

function executed<Values extends readonly unknown[], Row>(
  build: (db: Kysely<Database>, ...values: Values) => Compilable<Row>,
): (db: Kysely<Database>, ...values: Values) => Promise<QueryResult<Row>> {
  const compiled = new WeakMap<Kysely<Database>, CompiledQuery<Row>>();
  return (db, ...values) => {
    let query = compiled.get(db);
    if (query === undefined) {
      query = build(db, ...(values.map((_, index) => new Slot(index)) as unknown as Values)).compile();
      compiled.set(db, query);
    }
    const parameters = query.parameters.map((value) => (value instanceof Slot ? values[value.index] : value));
    return db.executeQuery({ ...query, parameters });
  };
}

type Run = (db: Kysely<Database>, ...values: readonly unknown[]) => Promise<readonly unknown[]>;

const inserts = new Map<string, (...values: Parameters<Run>) => Promise<QueryResult<unknown>>>();

/** Inserts one row, with a statement that is built once for all rows with the same columns. */
export async function insertRow<Table extends keyof Database>(
  db: Kysely<Database>,
  table: Table,
  row: Insertable<Database[Table]>,
): Promise<void> {
  await insertion(table, Object.keys(row))(db, ...Object.values(row));
}

/**
 * Inserts a key likewise; resolves with its row ID. Only for SQLite, which tells the ID of the last row without
 * RETURNING. With it, the same insert takes twice as long.
 */
export async function insertKey(db: Kysely<Database>, row: NewKeyRow): Promise<number> {
  const { insertId } = await insertion('keys', Object.keys(row))(db, ...Object.values(row));
  return Number(insertId);
}

function insertion(table: keyof Database, columns: readonly string[]) {
  const shape = `${table} ${columns.join(' ')}`;
  let run = inserts.get(shape);
  if (run === undefined) {
    run = executed((db, ...values: readonly unknown[]) => {
      const slots = Object.fromEntries(columns.map((column, index) => [column, values[index]]));
      return db.insertInto(table).values(slots as never);
    });
    inserts.set(shape, run);
  }
  return run;
}

const updates = new Map<string, Run>();

/** Updates a key's row, with a statement that is built once for all changes of the same columns. */
export async function updateKeyRow(db: Kysely<Database>, id: number, change: Partial<KeyRow>): Promise<void> {
  const columns = Object.keys(change);
  const shape = columns.join(' ');
  let run = updates.get(shape);
  if (run === undefined) {
    run = prepared((db, ...values: readonly unknown[]) => {
      const slots = Object.fromEntries(columns.map((column, index) => [column, values[index]]));
      return db
        .updateTable('keys')
        .set(slots as never)
        .where('id', '=', values[columns.length] as number);
    });
    updates.set(shape, run);
  }
  await run(db, ...Object.values(change), id);
}
