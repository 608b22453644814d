import { refuseImmutable } from '../../web/immutable.ts';
import { operation } from '../operation.ts';
import { key, keyPage, keyPatch, keyQuery, revocation } from '../schemas/keys.ts';
import { keyOut, pageOut } from '../wire.ts';

const tag = 'Keys';
const one = '/v1/workspaces/{workspace}/keys/{keyId}';

export const keyOperations = [
  operation({
    id: 'listKeys',
    method: 'get',
    path: '/v1/workspaces/{workspace}/keys',
    tag,
    summary: 'List key records, newest first',
    access: 'keys:read',
    portal: true,
    query: keyQuery,
    success: { status: 200, description: 'One page.', schema: keyPage },
    codes: [],
    run: async ({ services, actor, params, query }) =>
      pageOut(await services.domain.listKeys(params.workspace, query, actor.within), keyOut),
  }),
  operation({
    id: 'getKey',
    method: 'get',
    path: one,
    tag,
    summary: 'Show a key record',
    access: 'keys:read',
    portal: true,
    success: { status: 200, description: 'The key record.', schema: key },
    codes: [],
    run: async ({ services, actor, params }) =>
      keyOut(await services.domain.key(params.workspace, params.keyId, actor.within)),
  }),
  operation({
    id: 'updateKey',
    method: 'patch',
    path: one,
    tag,
    summary: 'Change name, metadata, or make the expiry earlier',
    description:
      'What a token says cannot change: scopes, claims, customer, a later expiry. Rotate the key instead.',
    access: { name: 'keys:create', metadata: 'keys:create', expiresAt: 'keys:revoke' },
    portal: true,
    body: { schema: keyPatch, before: refuseImmutable },
    success: { status: 200, description: 'The key record as it is now.', schema: key },
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
      'Once answered, the revocation is durable. Of a key revoked before, the record is answered as it is.',
    access: 'keys:revoke',
    portal: true,
    body: { schema: revocation, optional: true },
    success: { status: 200, description: 'The key record as it is now.', schema: key },
    codes: ['last_admin_key'],
    run: async ({ services, actor, params, body }) =>
      keyOut(await services.domain.revoke(actor, params.workspace, params.keyId, body.reason ?? undefined)),
  }),
  operation({
    id: 'disableKey',
    method: 'post',
    path: `${one}/disable`,
    tag,
    summary: 'Refuse a key until it is enabled again',
    access: 'keys:revoke',
    portal: true,
    success: { status: 200, description: 'The key record as it is now.', schema: key },
    codes: ['key_ended', 'last_admin_key'],
    run: async ({ services, actor, params }) =>
      keyOut(await services.domain.disable(actor, params.workspace, params.keyId)),
  }),
  operation({
    id: 'enableKey',
    method: 'post',
    path: `${one}/enable`,
    tag,
    summary: 'Accept a disabled key again',
    description:
      'To enable is to grant, so it takes the scope that issues keys. Of a suspended customer no key is enabled, and a portal session enables none ' +
      'that the producer disabled.',
    access: 'keys:create',
    portal: true,
    success: { status: 200, description: 'The key record as it is now.', schema: key },
    codes: ['key_ended', 'scope_not_allowed', 'customer_suspended', 'disabled_by_producer'],
    run: async ({ services, actor, params }) =>
      keyOut(await services.domain.enable(actor, params.workspace, params.keyId)),
  }),
];
