import { type AuditEntry, type LostwaxClient, unwrap } from '@lostwax/client';

export type ExportKind = 'csv' | 'json';

/** Rows per request: the API's maximum. */
const PAGE = 500;

export interface ExportOptions {
  readonly client: LostwaxClient;
  readonly workspace: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly kind: ExportKind;
  /** Called with the number of rows so far. */
  readonly progress: (rows: number) => void;
  readonly signal: AbortSignal;
}

/** Reads all matching rows, page by page, into one file. Each page is kept as text instead of rows. */
export async function exportAudit(
  options: ExportOptions,
): Promise<{ readonly file: Blob; readonly rows: number }> {
  const { client, workspace, filter, kind, progress, signal } = options;
  const parts: string[] = [kind === 'csv' ? `${columns.join(',')}\r\n` : '[\n'];
  let rows = 0;
  let cursor: string | null | undefined;
  do {
    const page = await unwrap(
      client.GET('/v1/workspaces/{workspace}/audit', {
        params: {
          path: { workspace },
          query: { ...(filter as object), limit: PAGE, ...(cursor && { cursor }) },
        },
        signal,
      }),
    );
    parts.push(
      kind === 'csv'
        ? page.items.map(csvRow).join('')
        : page.items
            .map((item, index) => `${rows + index === 0 ? '' : ',\n'}${JSON.stringify(item)}`)
            .join(''),
    );
    rows += page.items.length;
    progress(rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (kind === 'json') parts.push('\n]\n');
  const type = kind === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
  return { file: new Blob(parts, { type }), rows };
}

const columns = [
  'seq',
  'at',
  'action',
  'actor',
  'actorName',
  'keyId',
  'customer',
  'customerRef',
  'address',
  'details',
  'texts',
  'hash',
];

function csvRow(row: AuditEntry): string {
  const cells = [
    String(row.seq),
    row.at,
    row.action,
    row.actor,
    row.actorName ?? '',
    row.keyId ?? '',
    text(row.texts?.['customer']),
    row.customerRef ?? '',
    text(row.texts?.['address']),
    JSON.stringify(row.details),
    row.texts === null ? '' : JSON.stringify(row.texts),
    row.hash,
  ];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Full-width forms too: some spreadsheets accept those as well. */
const formula = '=+@\\-\uFF1D\uFF0B\uFF0D\uFF20';
/** Some spreadsheets drop leading spaces and then parse a formula. */
const first = new RegExp(`^[\\t\\r]|^["' ]*[${formula}]`);
/** A spreadsheet may use a separator other than the comma, in which case quotation marks don't protect the cell. */
const later = new RegExp(`([,;|\\t\\r\\n]["' ]*)(?=[${formula}])`, 'g');

/**
 * RFC 4180. Anything a spreadsheet could parse as a formula is prefixed with an apostrophe, inside a cell too: names and reasons
 * are untrusted text.
 */
export function csvCell(value: string): string {
  const plain = value.replace(later, "$1'").replace(first, "'$&");
  return /[",;|\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
