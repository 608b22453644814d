import type { EntryRecord } from '@lostwax/contract';
import type { CheckedKey } from '../key.ts';
import type { Issuer } from './method.ts';

/**
 * What a key grants according to its record alone, for credentials that carry no data. Undefined without a
 * record.
 */
export function ofRecord(
  { issuer, workspace }: Issuer,
  record: EntryRecord | undefined,
): CheckedKey | undefined {
  if (record === undefined) return undefined;
  const { kid, customer, aud = workspace, scopes, claims, exp, method } = record;
  return {
    keyId: kid,
    subject: customer,
    issuer,
    workspace,
    audience: aud,
    scopes,
    claims,
    ...(exp !== undefined && { expiresAtSeconds: exp }),
    method,
  };
}
