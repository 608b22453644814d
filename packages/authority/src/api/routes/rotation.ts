import type { RotationChange } from '../../domain/keys/types.ts';
import { operation } from '../operation.ts';
import { key, rotatedKey } from '../schemas/keys.ts';
import { rotation, rotationChange } from '../schemas/rotation.ts';
import { keyOut } from '../wire.ts';

const tag = 'Rotation';
const one = '/v1/workspaces/{workspace}/keys/{keyId}' as const;

export const rotationOperations = [
  operation({
    id: 'rotateKey',
    method: 'post',
    path: `${one}/rotate`,
    tag,
    summary: 'Issue a successor; the old key ends by itself',
    description:
      'Both keys are accepted while the overlap lasts, so that the customer can change over. With `keys:rotate` alone the successor has at most ' +
      'the scopes, exactly the claims and at most the length of life of the old key; for more, `keys:create` is needed as well.',
    access: 'keys:rotate',
    portal: true,
    body: { schema: rotation, optional: true },
    repeatable: true,
    success: { status: 201, description: 'The successor, its token, and the old key.', schema: rotatedKey },
    codes: [
      'scope_not_allowed',
      'claim_registered',
      'token_too_long',
      'expiry_not_allowed',
      'customer_suspended',
      'key_limit_reached',
      'key_ended',
      'key_disabled',
      'key_replaced',
      'last_admin_key',
    ],
    run: async ({ services, actor, params, body, repeat }) => {
      const done = await services.domain.rotate(actor, params.workspace, params.keyId, body, repeat);
      return { key: keyOut(done.key), token: done.token, replaces: keyOut(done.replaces) };
    },
  }),
  operation({
    id: 'changeRotation',
    method: 'post',
    path: `${one}/rotation`,
    tag,
    summary: 'Move, end or undo an overlap',
    description:
      'While the old key lives. To undo revokes the successor. An overlap ends at most 90 days after the rotation. To undo it or to end it later ' +
      'gives life back: it needs `keys:create` where the successor has less than the old key.',
    access: 'keys:rotate',
    portal: true,
    body: { schema: rotationChange },
    success: { status: 200, description: 'The old key as it is now.', schema: key },
    codes: [
      'no_rotation',
      'customer_suspended',
      'disabled_by_producer',
      'key_ended',
      'key_replaced',
      'scope_not_allowed',
      'expiry_not_allowed',
      'last_admin_key',
    ],
    run: async ({ services, actor, params, body }) => {
      const { endsAt, end } = body;
      const change: RotationChange =
        endsAt !== undefined ? { endsAt } : end === undefined ? { cancel: true } : { end };
      return keyOut(await services.domain.changeRotation(actor, params.workspace, params.keyId, change));
    },
  }),
];
