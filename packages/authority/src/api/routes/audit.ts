import { operation } from '../operation.ts';
import { auditPage, auditQuery } from '../schemas/audit.ts';
import { auditOut, pageOut } from '../wire.ts';

export const auditOperations = [
  operation({
    id: 'listAudit',
    method: 'get',
    path: '/v1/workspaces/{workspace}/audit',
    tag: 'Audit',
    summary: 'List audit log entries',
    description:
      'Entries are numbered without gaps and chained: `hash` is SHA-256 over the 32 bytes of the hash before (zeros before the first) and the JSON ' +
      'array [seq, at in milliseconds since the Unix epoch, action, actor, keyId, customerRef, details as JSON text, textsHash]; `textsHash` ' +
      'is SHA-256 over the bytes of `salt` and the JSON text of `texts`, so erasing the texts keeps the chain intact. ' +
      'The details of `key.issue`, `key.rotate` and `key.bind` hold `pinHash`, `halfPinHash` and `publicHalfHash`: SHA-256, in base64url, of the pin as the full ' +
      'feed has it, of its half as the public feed has it, and of the public half as the key set has it. ' +
      'A portal session sees only entries of its customer, without addresses and salts.',
    access: 'audit:read',
    portal: true,
    query: auditQuery,
    success: { status: 200, description: 'One page.', schema: auditPage },
    codes: [],
    run: async ({ services, actor, params, query }) =>
      pageOut(await services.domain.audit(params.workspace, query, actor.view), auditOut),
  }),
];
