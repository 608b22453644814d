/** A real Envoy checks tokens under a shared signing key with the filter that it has for every other. */
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { type Gateway, startGateway, type Workspace } from './fixture.ts';
import { type Session, seen, startSession } from './session.ts';

const { program, skip } = await peerForTests('envoy');
const method = 'shared-signed';

describe('Envoy checks shared-key tokens', { skip, timeout: 120_000 }, () => {
  let session: Session;
  let workspace: Workspace;
  const gateways: Gateway[] = [];
  before(async () => {
    session = await startSession();
    workspace = await session.createWorkspace({ slug: 'acme' });
    await session.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', method] });
    for (const shards of [1, 256] as const) gateways.push(await startGateway(program, workspace, { shards }));
  });
  after(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await session?.stop();
  });
  const everywhere = (token: string, status: number) =>
    Promise.all(gateways.map((gateway) => seen(gateway, token, status)));
  const path = '/v1/workspaces/acme/signing-key';

  it('accepts them unchanged, also a revoked one, until their signing key is removed', async () => {
    const one = await session.issue('acme', { method });
    const other = await session.issue('acme', { method });
    await everywhere(one.token, 200);
    await session.act('acme', one.key.id, 'revoke');
    const { items } = await session.authority.call<{ items: { id: string }[] }>('GET', path);
    await session.authority.call('POST', `${path}/rotate`);
    const next = await session.issue('acme', { method });
    await everywhere(next.token, 200);
    await everywhere(one.token, 200);
    await everywhere(other.token, 200);
    await session.authority.call('POST', `${path}/revoke`, { kid: items[0]?.id });
    await everywhere(one.token, 401);
    await everywhere(other.token, 401);
    await everywhere(next.token, 200);
  });
});
