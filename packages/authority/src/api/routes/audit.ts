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
      'Entries are numbered without gaps and chained: `hash` is the SHA-256 of the 32 bytes of the previous hash (zeros for the first entry) and the JSON ' +
      'array [seq, at in milliseconds since the Unix epoch, action, actor, keyId, customerRef, details as JSON text, textsHash]; `textsHash` ' +
      'is the SHA-256 of the bytes of `salt` and the JSON text of `texts`, so erasing the texts keeps the chain intact. ' +
      'The details of `key.issue`, `key.rotate` and `key.bind` contain `pinHash`, `halfPinHash` and `publicHalfHash`: the SHA-256, in base64url, of the pin as in the full ' +
      'feed, of its half as in the public feed, and of the public half as in the key set. ' +
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
