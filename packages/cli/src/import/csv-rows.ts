import type { ExportedKey } from '@lostwax/client';

const columns = [
  'id',
  'pin',
  'customer',
  'name',
  'scopes',
  'claims',
  'metadata',
  'expiresAt',
  'ending',
  'disabled',
  'state',
  'method',
  'createdAt',
  'revokedAt',
] as const satisfies readonly (keyof ExportedKey)[];

/** The header of a CSV file of keys. */
export const csvHeader: string = `${columns.join(',')}\r\n`;

/** A key as one row of CSV (RFC 4180). */
export function csvRow(key: ExportedKey): string {
  return `${columns.map((column) => cellOf(key[column])).join(',')}\r\n`;
}

function cellOf(value: unknown): string {
  if (value === null) return '';
  if (Array.isArray(value)) return quoted(value.join(' '));
  return quoted(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function quoted(text: string): string {
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
