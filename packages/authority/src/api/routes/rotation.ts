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
    summary: 'Rotate a key',
    description:
      'Creates a successor. Both keys work during the overlap, then the old key expires. With `keys:rotate` alone, the successor can have at most ' +
      'the scopes, exactly the claims and at most the lifetime of the old key. Anything more also requires `keys:create`.',
    access: 'keys:rotate',
    portal: true,
    body: { schema: rotation, optional: true },
    repeatable: true,
    success: { status: 201, description: 'The new key, its token, and the old key.', schema: rotatedKey },
    codes: [
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
    summary: 'Change or undo a rotation',
    description:
      'Possible until the old key expires. Undoing revokes the successor. An overlap lasts at most 90 days. Undoing or extending it ' +
      'requires `keys:create` if the successor has fewer permissions than the old key.',
    access: 'keys:rotate',
    portal: true,
    body: { schema: rotationChange },
    success: { status: 200, description: 'The updated old key.', schema: key },
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
