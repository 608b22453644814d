import { sql } from 'kysely';

/** Whether a column contains this text, ignoring the case of ASCII letters; `%` and `_` are literal. */
export function likePart(column: string, text: string) {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;
}
