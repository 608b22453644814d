import { z } from '@hono/zod-openapi';
import {
  actorText,
  after,
  cursor,
  customerId,
  keyIdText,
  limit,
  pageOf,
  strict,
  timeIn,
  timeOut,
} from '../../web/schemas.ts';

export const auditQuery = strict({
  keyId: keyIdText.optional(),
  action: z
    .string()
    .regex(/^[a-z][a-z._:-]{0,63}$/, 'must be an action, such as key.revoke')
    .optional()
    .openapi({ example: 'key.revoke' }),
  customer: customerId.optional(),
  actor: actorText.optional(),
  since: timeIn.optional().openapi({ description: 'Entries at or after this time.' }),
  until: timeIn.optional().openapi({ description: 'Entries before this time.' }),
  after: after.optional().openapi({
    description: 'Entries after this number, oldest first. Without it, newest first.',
    example: 0,
  }),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

const details = z.record(z.string(), z.unknown());

const exampleEntry = {
  seq: 7,
  at: '2030-01-01T00:00:00Z',
  action: 'key.revoke',
  actor: 'lostwax_03_0123456789ABCDEF0Wco8n',
  actorName: null,
  keyId: 'acme_live_7f_0123456789ABCDEF2Wwy7M',
  customerRef: 'c_5fGh2K',
  details: {},
  texts: { customer: 'cus_4711', address: '192.0.2.7', reason: 'leaked in a log' },
  salt: '00112233445566778899aabbccddeeff',
  textsHash: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  hash: '7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730',
};

export const auditEntry = z
  .object({
    seq: z.int(),
    at: timeOut,
    action: z.string(),
    actor: z.string().openapi({
      description: 'An administrator’s key ID, a session ID, `self` or `system`.',
    }),
    actorName: z.string().nullable().openapi({ description: 'Name of the person who acted, if known.' }),
    keyId: z.string().nullable(),
    customerRef: z
      .string()
      .nullable()
      .openapi({ description: 'Random ID of the customer, kept after erasure.' }),
    details,
    texts: details
      .nullable()
      .openapi({ description: 'Customer, address, names and reasons. Null after erasure.' }),
    salt: z.string().nullable().openapi({ description: 'Hexadecimal. Null after erasure.' }),
    textsHash: z.string().openapi({ description: 'Hexadecimal.' }),
    hash: z.string().openapi({ description: 'Hexadecimal. Chains each entry to the previous one.' }),
  })
  .openapi('AuditEntry', { example: exampleEntry });

export const auditPage = pageOf(auditEntry).openapi('AuditPage', {
  example: { items: [exampleEntry], nextCursor: null },
});
