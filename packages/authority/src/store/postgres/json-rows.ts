/** The text of a statement that inserts any number of rows, given as one value by {@link jsonRows}. */
export function insertText(table: string, columns: readonly string[]): string {
  const names = columns.map((name) => `"${name}"`).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1::json)`;
}

/** Rows as `json_populate_recordset` reads them: one value for any number of them. */
export function jsonRows(rows: readonly unknown[]): string {
  return JSON.stringify(rows, asText);
}

/** Bytes as PostgreSQL reads them. A Buffer has already been converted when its value arrives here. */
function asText(this: unknown, name: string, value: unknown): unknown {
  // Half a surrogate pair, which PostgreSQL refuses in JSON. The driver replaces it in other values.
  if (typeof value === 'string') return value.toWellFormed();
  const raw = (this as { readonly [name: string]: unknown })[name];
  if (!(raw instanceof Uint8Array)) return value;
  return `\\x${Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('hex')}`;
}
