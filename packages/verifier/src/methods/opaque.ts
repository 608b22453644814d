import type { Method } from './method.ts';
import { ofRecord } from './of-record.ts';

/** Opaque keys: 256 random bits that carry no data. What they grant is only in the full feed. */
export const opaque: Method = {
  name: 'opaque',
  presentedAs: 'text',
  read: (_credential, issuer, record) => ofRecord(issuer, record),
};
