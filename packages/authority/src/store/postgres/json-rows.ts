/** The text of a statement that inserts any number of rows, given as one value by {@link jsonRows}. */
export function insertText(table: string, columns: readonly string[]): string {
  const names = columns.map((name) => `"${name}"`).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1::json)`;
}

/** Rows as `json_populate_recordset` reads them: one value for any number of them. */
export function jsonRows(rows: readonly object[]): string {
  return JSON.stringify(rows.map(plain));
}

/** Faster than a replacer, before which each Buffer becomes a list of numbers. */
function plain(row: object): object {
  const values: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(row)) values[name] = asText(value);
  return values;
}

function asText(value: unknown): unknown {
  // Half a surrogate pair, which PostgreSQL refuses in JSON. The driver replaces it in other values.
  if (typeof value === 'string') return value.toWellFormed();
  if (!(value instanceof Uint8Array)) return value;
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
}
