import { sql } from 'kysely';

/** Whether a column holds this text somewhere, in any case of ASCII letters; `%` and `_` stand for themselves. */
export function likePart(column: string, text: string) {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;
}
