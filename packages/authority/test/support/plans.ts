import { CompiledQuery, type KyselyPlugin } from 'kysely';
import type { Reads } from '../../src/store/queries/queries.ts';
import { queriesOver, tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { sqlite } from '../../src/store/sqlite/dialect.ts';

/** SQLite's query plan for every query that `work` runs. */
export async function plansOf(
  reads: Reads,
  work: (reads: Reads) => Promise<unknown>,
): Promise<readonly (readonly string[])[]> {
  const tables = tablesBehind(reads);
  const asked: CompiledQuery[] = [];
  const listen: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      asked.push(tables.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await work(queriesOver(tables.withPlugin(listen), sqlite));
  const plans = asked.map(async ({ sql, parameters }) => {
    // A prepared query has placeholders for its values, which the plan doesn't depend on.
    const values = parameters.map((value) => (typeof value === 'object' ? null : value));
    const explain = CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, values);
    const { rows } = await tables.executeQuery<{ readonly detail: string }>(explain);
    return rows.map(({ detail }) => detail);
  });
  return Promise.all(plans);
}
