import { BATCH_BYTES } from '../../web/body.ts';
import { problemOf } from '../../web/problems.ts';
import { operation } from '../operation.ts';
import { keyImport, keysImported } from '../schemas/import.ts';
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
    id: 'importKeys',
    method: 'post',
    path: `${keys}:import`,
    tag,
    summary: 'Import up to 1,000 keys of another system',
    description:
      'Takes keys that customers already have, by their SHA-256 hashes, as keys of the method `opaque`. They work at gates, verifiers and gateways ' +
      'with pins. Each item has its own outcome, in order, and all keys of a request are created together. Sending an item again changes nothing, so ' +
      'an interrupted import can be repeated. A key that was revoked or has expired is refused (`pin_in_use`). The workspace doesn’t need to offer ' +
      '`opaque` keys. If any item is malformed, the whole request is rejected and no key is created.',
    access: 'keys:create',
    body: { schema: keyImport, mostBytes: BATCH_BYTES },
    success: { status: 200, description: 'The outcomes.', schema: keysImported },
    codes: [
      'pin_in_use',
      'method_not_offered',
      'scope_not_allowed',
      'claim_registered',
      'expiry_not_allowed',
      'customer_suspended',
      'key_limit_reached',
    ],
    run: async ({ services, actor, params, body, requestId }) => {
      const { items, dryRun = false } = body;
      const outcomes = await services.domain.importKeys(actor, params.workspace, items, dryRun);
      return {
        items: outcomes.map((it) => (it instanceof Error ? { problem: problemOf(it, requestId) } : it)),
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
