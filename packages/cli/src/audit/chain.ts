import type { AuditEntry } from '@lostwax/client';
import { AUDIT_BEGINNING, auditHash, auditTextsHash } from '@lostwax/contract';

/** Number and hash of a row. Keeping them makes any later change up to that row detectable. */
export interface Head {
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** Before the first row. */
export const beginning: Head = { seq: 0, hash: Buffer.from(AUDIT_BEGINNING).toString('hex') };

/**
 * Checks one row against the one before.
 *
 * @returns What is wrong, or undefined.
 * @see spec/http-api.yaml, listAudit: what is hashed.
 */
export function faultOf(before: Head, row: AuditEntry): string | undefined {
  if (row.seq !== before.seq + 1)
    return `row ${before.seq + 1} is missing: row ${row.seq} comes after ${before.seq}`;
  if (row.texts !== null && row.salt !== null && row.textsHash !== textsHash(row.salt, row.texts)) {
    return `the texts of row ${row.seq} have been changed`;
  }
  return row.hash === hashOf(before.hash, row)
    ? undefined
    : `row ${row.seq} or the row before it has been changed`;
}

function hashOf(before: string, row: AuditEntry): string {
  const members = { ...row, at: Date.parse(row.at), details: JSON.stringify(row.details) };
  return auditHash(Buffer.from(before, 'hex'), members).toString('hex');
}

function textsHash(salt: string, texts: object): string {
  return auditTextsHash(Buffer.from(salt, 'hex'), JSON.stringify(texts)).toString('hex');
}
