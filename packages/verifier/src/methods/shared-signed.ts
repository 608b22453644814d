import type { Method } from './method.ts';
import { ofRecord } from './of-record.ts';

/**
 * Tokens under a signing key that they share. No signature is checked: the pin is of exactly this text. What the key grants is in its record,
 * which only the full feed has.
 */
export const sharedSigned: Method = {
  name: 'shared-signed',
  presentedAs: 'text',
  read: (_credential, issuer, record) => ofRecord(issuer, record),
};
