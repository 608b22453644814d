import { createHash } from 'node:crypto';
import type { AuditEntry } from '@lostwax/client';

/** Number and hash of a row: who keeps them can tell later whether anything up to there was changed. */
export interface Head {
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** Before the first row. */
export const beginning: Head = { seq: 0, hash: '00'.repeat(32) };

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
    return `the texts of row ${row.seq} were changed`;
  }
  return row.hash === hashOf(before.hash, row)
    ? undefined
    : `row ${row.seq}, or the one before it, was changed`;
}

function hashOf(before: string, row: AuditEntry): string {
  const { seq, at, action, actor, keyId, customerRef, details } = row;
  const members = [
    seq,
    Date.parse(at),
    action,
    actor,
    keyId,
    customerRef,
    JSON.stringify(details),
    row.textsHash,
  ];
  return sha256(Buffer.from(before, 'hex'), JSON.stringify(members));
}

function textsHash(salt: string, texts: object): string {
  return sha256(Buffer.from(salt, 'hex'), JSON.stringify(texts));
}

function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
