import { operation } from '../operation.ts';
import { key } from '../schemas/keys.ts';
import { keyOut } from '../wire.ts';

export const selfOperations = [
  operation({
    id: 'revokeSelf',
    method: 'post',
    path: '/v1/self/revoke',
    tag: 'Keys',
    summary: 'Revoke the key used for this request',
    description: 'Lets anyone who finds a leaked key revoke it. No scope is required.',
    access: 'self',
    success: { status: 200, description: 'The updated key record.', schema: key },
    codes: ['last_admin_key'],
    run: async ({ services, actor, token }) => keyOut(await services.domain.revokeSelf(actor.address, token)),
  }),
];
