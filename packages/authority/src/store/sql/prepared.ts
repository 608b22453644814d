import type { Compilable, CompiledQuery, Insertable, Kysely } from 'kysely';
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
  const compiled = new WeakMap<Kysely<Database>, CompiledQuery<Row>>();
  return async (db, ...values) => {
    let query = compiled.get(db);
    if (query === undefined) {
      query = build(db, ...(values.map((_, index) => new Slot(index)) as unknown as Values)).compile();
      compiled.set(db, query);
    }
    const parameters = query.parameters.map((value) => (value instanceof Slot ? values[value.index] : value));
    const { rows } = await db.executeQuery({ ...query, parameters });
    return rows as Row[];
  };
}

type Run = (db: Kysely<Database>, ...values: readonly unknown[]) => Promise<readonly unknown[]>;

const inserts = new Map<string, Run>();

/** Inserts one row, with a statement that is built once for all rows with the same columns. */
export async function insertRow<Table extends keyof Database>(
  db: Kysely<Database>,
  table: Table,
  row: Insertable<Database[Table]>,
): Promise<void> {
  await insertion(table, Object.keys(row), false)(db, ...Object.values(row));
}

/** Inserts a key likewise; resolves with its row ID. */
export async function insertKey(db: Kysely<Database>, row: NewKeyRow): Promise<number> {
  const [made] = await insertion('keys', Object.keys(row), true)(db, ...Object.values(row));
  return (made as { readonly id: number }).id;
}

function insertion(table: keyof Database, columns: readonly string[], numbered: boolean): Run {
  const shape = `${table} ${numbered} ${columns.join(' ')}`;
  let run = inserts.get(shape);
  if (run === undefined) {
    run = prepared((db, ...values: readonly unknown[]) => {
      const slots = Object.fromEntries(columns.map((column, index) => [column, values[index]]));
      const query = db.insertInto(table).values(slots as never);
      return numbered ? query.returning('id' as never) : query;
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
