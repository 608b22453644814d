import type { SigningKeys } from '../../domain/signing-keys/types.ts';
import { formatTime } from '../../web/time.ts';
import { operation } from '../operation.ts';
import {
  signingKeyRevocation,
  signingKeyRevoked,
  signingKeyRotation,
  signingKeys,
} from '../schemas/signing-keys.ts';

const tag = 'Signing keys';
const path = '/v1/workspaces/{workspace}/signing-key' as const;

export const signingKeyOperations = [
  operation({
    id: 'getSigningKeys',
    method: 'get',
    path,
    tag,
    summary: 'Get the signing keys',
    description: 'Keys of the method `shared-signed` are signed by the current one.',
    access: 'keys:read',
    success: { status: 200, description: 'The signing keys.', schema: signingKeys },
    codes: [],
    run: async ({ services, params }) => signingKeysOut(await services.domain.signingKeys(params.workspace)),
  }),
  operation({
    id: 'rotateSigningKey',
    method: 'post',
    path: `${path}/rotate`,
    tag,
    summary: 'Rotate the signing key',
    description:
      'New keys are signed by a new signing key, of the workspace’s algorithm. The private half of the old one is deleted at once; its public half stays in the key ' +
      'set until none of its keys is active, or until `retireAfterSeconds` have passed.',
    access: 'admin',
    body: { schema: signingKeyRotation, optional: true },
    success: { status: 200, description: 'The signing keys.', schema: signingKeys },
    codes: ['secret_key_missing', 'signing_key_not_found'],
    run: async ({ services, actor, params, body }) =>
      signingKeysOut(
        await services.domain.rotateSigningKey(actor, params.workspace, body.retireAfterSeconds),
      ),
  }),
  operation({
    id: 'revokeSigningKey',
    method: 'post',
    path: `${path}/revoke`,
    tag,
    summary: 'Revoke a signing key permanently',
    description:
      'For a stolen signing key: removes it from the key set at once and revokes every key that it signed. If it was the current one, another takes its place.',
    access: 'admin',
    body: { schema: signingKeyRevocation },
    success: { status: 200, description: 'The signing keys.', schema: signingKeyRevoked },
    codes: ['signing_key_not_found'],
    run: async ({ services, actor, params, body }) => {
      const { kid, reason } = body;
      const done = await services.domain.revokeSigningKey(actor, params.workspace, kid, reason ?? undefined);
      return { ...signingKeysOut(done), revokedKeys: done.revokedKeys };
    },
  }),
];

function signingKeysOut({ items, canSign }: SigningKeys) {
  return {
    canSign,
    items: items.map(({ createdAt, rotatedAt, retiresAt, removedAt, liveKeys, ...rest }) => ({
      ...rest,
      liveKeys: { ...liveKeys },
      createdAt: formatTime(createdAt),
      rotatedAt: rotatedAt === null ? null : formatTime(rotatedAt),
      retiresAt: retiresAt === null ? null : formatTime(retiresAt),
      removedAt: removedAt === null ? null : formatTime(removedAt),
    })),
  };
}
