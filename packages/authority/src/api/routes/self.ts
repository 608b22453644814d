import { operation } from '../operation.ts';
import { key } from '../schemas/keys.ts';
import { keyOut } from '../wire.ts';

export const selfOperations = [
  operation({
    id: 'revokeSelf',
    method: 'post',
    path: '/v1/self/revoke',
    tag: 'Keys',
    summary: 'Revoke the key that this request is sent with',
    description: 'Whoever finds a leaked key can kill it: no other right is needed.',
    access: 'self',
    success: { status: 200, description: 'The key record as it is now.', schema: key },
    codes: ['last_admin_key'],
    run: async ({ services, actor, token }) => keyOut(await services.domain.revokeSelf(actor.address, token)),
  }),
];
