/** Rows as `json_populate_recordset` reads them: one value for any number of them. */
export function jsonRows(rows: readonly unknown[]): string {
  return JSON.stringify(rows, asText);
}

/** Bytes as PostgreSQL reads them. A Buffer has already been converted when its value arrives here. */
function asText(this: unknown, name: string, value: unknown): unknown {
  const raw = (this as { readonly [name: string]: unknown })[name];
  if (!(raw instanceof Uint8Array)) return value;
  return `\\x${Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('hex')}`;
}
