import type { Method } from './method.ts';
import { ofRecord } from './of-record.ts';

/** Client certificates. What they grant is only in the full feed; what they say is ignored. */
export const certificate: Method = {
  name: 'certificate',
  presentedAs: 'certificate',
  read: (_credential, issuer, record) => ofRecord(issuer, record),
};
