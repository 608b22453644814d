import { refuseImmutable } from '../../web/immutable.ts';
import { operation } from '../operation.ts';
import { endedKeysQuery, key, keyCount, keyPage, keyPatch, keyQuery, revocation } from '../schemas/keys.ts';
import { keyOut, pageOut } from '../wire.ts';

const tag = 'Keys';
const one = '/v1/workspaces/{workspace}/keys/{keyId}';

export const keyOperations = [
  operation({
    id: 'listKeys',
    method: 'get',
    path: '/v1/workspaces/{workspace}/keys',
    tag,
    summary: 'List keys, newest first',
    access: 'keys:read',
    portal: true,
    query: keyQuery,
    success: { status: 200, description: 'One page.', schema: keyPage },
    codes: [],
    run: async ({ services, actor, params, query }) =>
      pageOut(await services.domain.listKeys(params.workspace, query, actor.view), keyOut),
  }),
  operation({
    id: 'countEndedKeys',
    method: 'get',
    path: '/v1/workspaces/{workspace}/keys:count-ended',
    tag,
    summary: 'Count revoked and expired keys',
    access: 'keys:read',
    portal: true,
    query: endedKeysQuery,
    success: { status: 200, description: 'The number of these keys.', schema: keyCount },
    codes: [],
    run: ({ services, actor, params, query }) =>
      services.domain.countEndedKeys(params.workspace, query.customer, actor.view),
  }),
  operation({
    id: 'getKey',
    method: 'get',
    path: one,
    tag,
    summary: 'Get a key',
    access: 'keys:read',
    portal: true,
    success: { status: 200, description: 'The key record.', schema: key },
    codes: [],
    run: async ({ services, actor, params }) =>
      keyOut(await services.domain.key(params.workspace, params.keyId, actor.view)),
  }),
  operation({
    id: 'updateKey',
    method: 'patch',
    path: one,
    tag,
    summary: 'Update a key',
    description:
      'Changes the name or metadata, or moves the expiration earlier. Scopes, claims and customer are part of the token and can’t change; rotate the key instead.',
    access: { name: 'keys:create', metadata: 'keys:create', expiresAt: 'keys:revoke' },
    portal: true,
    body: { schema: keyPatch, before: refuseImmutable },
    success: { status: 200, description: 'The updated key record.', schema: key },
    codes: ['key_immutable', 'key_ended', 'expiry_not_allowed', 'last_admin_key'],
    run: async ({ services, actor, params, body }) =>
      keyOut(await services.domain.updateKey(actor, params.workspace, params.keyId, body)),
  }),
  operation({
    id: 'revokeKey',
    method: 'post',
    path: `${one}/revoke`,
    tag,
    summary: 'Revoke a key permanently',
    description:
      'The revocation is durably stored before the response is sent. Revoking a key again returns its record unchanged.',
    access: 'keys:revoke',
    portal: true,
    body: { schema: revocation, optional: true },
    success: { status: 200, description: 'The updated key record.', schema: key },
    codes: ['last_admin_key'],
    run: async ({ services, actor, params, body }) =>
      keyOut(await services.domain.revoke(actor, params.workspace, params.keyId, body.reason ?? undefined)),
  }),
  operation({
    id: 'disableKey',
    method: 'post',
    path: `${one}/disable`,
    tag,
    summary: 'Disable a key',
    access: 'keys:revoke',
    portal: true,
    success: { status: 200, description: 'The updated key record.', schema: key },
    codes: ['key_ended', 'last_admin_key'],
    run: async ({ services, actor, params }) =>
      keyOut(await services.domain.disable(actor, params.workspace, params.keyId)),
  }),
  operation({
    id: 'enableKey',
    method: 'post',
    path: `${one}/enable`,
    tag,
    summary: 'Enable a disabled key',
    description:
      'Requires the same scope as creating keys. Keys of a suspended customer can’t be enabled, and a portal session can’t enable a key ' +
      'that the producer disabled.',
    access: 'keys:create',
    portal: true,
    success: { status: 200, description: 'The updated key record.', schema: key },
    codes: ['key_ended', 'scope_not_allowed', 'customer_suspended', 'disabled_by_producer'],
    run: async ({ services, actor, params }) =>
      keyOut(await services.domain.enable(actor, params.workspace, params.keyId)),
  }),
];
