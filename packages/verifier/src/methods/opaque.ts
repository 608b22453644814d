import type { Method } from './method.ts';
import { ofRecord } from './of-record.ts';

/** Opaque keys: 256 random bits that say nothing themselves. What they grant is in the full feed alone. */
export const opaque: Method = {
  name: 'opaque',
  read: (_credential, issuer, record) => ofRecord(issuer, record),
};
