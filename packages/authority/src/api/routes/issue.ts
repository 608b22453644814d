import { BATCH_BYTES } from '../../web/body.ts';
import { problemOf } from '../../web/problems.ts';
import { operation } from '../operation.ts';
import { bulkRevocation, bulkRevoked, issuedKey, issuedKeys, newKey, newKeys } from '../schemas/keys.ts';
import { keyOut } from '../wire.ts';

const tag = 'Keys';
const keys = '/v1/workspaces/{workspace}/keys' as const;

export const issueOperations = [
  operation({
    id: 'issueKey',
    method: 'post',
    path: keys,
    tag,
    summary: 'Create a key',
    description:
      'The token is returned only in this response. The key is durably stored before the response is sent. A key of the method ' +
      '`certificate` needs `certificate` and `proof`, has no token, and expires with its certificate at the latest.',
    access: 'keys:create',
    portal: true,
    body: { schema: newKey },
    repeatable: true,
    success: { status: 201, description: 'The key record and the token.', schema: issuedKey },
    codes: [
      'method_not_offered',
      'mutual_tls_off',
      'secret_key_missing',
      'signing_key_ended',
      'scope_not_allowed',
      'claim_registered',
      'token_too_long',
      'certificate_invalid',
      'proof_invalid',
      'certificate_in_use',
      'expiry_not_allowed',
      'customer_suspended',
      'key_limit_reached',
    ],
    run: async ({ services, actor, params, body, repeat }) => {
      const { key, token } = await services.domain.issue(actor, params.workspace, body, repeat);
      return { key: keyOut(key), token };
    },
  }),
  operation({
    id: 'issueKeys',
    method: 'post',
    path: `${keys}:batch`,
    tag,
    summary: 'Create up to 1,000 keys',
    description:
      'Each item has its own outcome, in order: a key and its token, or the error that prevented it. ' +
      'If any item is malformed, the whole request is rejected and no key is created.',
    access: 'keys:create',
    body: { schema: newKeys, mostBytes: BATCH_BYTES },
    repeatable: true,
    success: { status: 201, description: 'The outcomes.', schema: issuedKeys },
    codes: [],
    run: async ({ services, actor, params, body, repeat, requestId }) => {
      const outcomes = await services.domain.issueMany(actor, params.workspace, body.items, repeat);
      return {
        items: outcomes.map((it) =>
          it instanceof Error
            ? { problem: problemOf(it, requestId) }
            : { key: keyOut(it.key), token: it.token },
        ),
      };
    },
  }),
  operation({
    id: 'revokeKeys',
    method: 'post',
    path: `${keys}:revoke`,
    tag,
    summary: 'Revoke many keys permanently',
    access: 'keys:revoke',
    body: { schema: bulkRevocation },
    success: { status: 200, description: 'The revoked or matching keys.', schema: bulkRevoked },
    codes: ['last_admin_key', 'count_changed'],
    run: async ({ services, actor, params, body }) => {
      const { reason, dryRun = false, expectedCount, ...filter } = body;
      const options = { dryRun, reason: reason ?? undefined, expectedCount };
      const done = await services.domain.revokeMany(actor, params.workspace, filter, options);
      return {
        count: done.count,
        keyIds: [...done.keyIds],
        keys: done.keys.map(keyOut),
        dryRun: done.dryRun,
      };
    },
  }),
];
