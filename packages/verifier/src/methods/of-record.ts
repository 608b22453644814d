import type { EntryRecord } from '@lostwax/contract';
import type { CheckedKey } from '../key.ts';
import type { Issuer } from './method.ts';

/** What a key grants whose credential doesn't say it: all of it comes from its record. Undefined without one. */
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
