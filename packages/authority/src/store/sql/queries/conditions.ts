import { sql } from 'kysely';

/** Not `toLowerCase`: the databases' `lower` changes only ASCII letters. */
const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Whether a column contains this text, ignoring the case of ASCII letters; `%` and `_` are literal. */
export function likePart(column: string, text: string) {
  const pattern = `%${lower(text).replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
}
