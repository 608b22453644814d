/** A real Envoy that asks a real gate, over HTTP and over gRPC: the same suite for both. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { EnvoyOptions } from '../../../packages/gateways/src/index.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Gateway, startGateway, type Workspace } from './fixture.ts';
import { type Issued, type Session, startSession } from './session.ts';

const { program, skip } = await peerForTests('envoy');
const SOON_MS = 15_000;

for (const gateProtocol of ['http', 'grpc'] as const) {
  describe(`Envoy asks a gate over ${gateProtocol}`, { skip, timeout: 120_000 }, () => {
    let session: Session;
    let workspace: Workspace;
    let gate: RunningGate;
    let gateway: Gateway;
    let scoped: Gateway;
    let key: Issued;

    before(async () => {
      session = await startSession();
      workspace = await session.createWorkspace({ slug: 'acme' });
      key = await session.issue('acme', { scopes: ['read', 'write'] });
      gate = await startGate(['--issuer', workspace.issuer, '--grpc-port', '0', '--threads', '2']);
      await gateReady(gate);
      gateway = await startGateway(program, workspace, options());
      scoped = await startGateway(program, workspace, { ...options(), scopes: ['read', 'delete'] });
    });
    after(async () => {
      await gateway?.stop();
      await scoped?.stop();
      await gate?.stop();
      await session?.stop();
    });

    function options(): Partial<EnvoyOptions> {
      const [host = '', port] = (gateProtocol === 'http' ? new URL(gate.url).host : gate.grpcAddress).split(
        ':',
      );
      return { mode: 'gate', gateProtocol, gate: { host, port: Number(port) } };
    }

    it('a key is let through, and the upstream learns who calls but not the key', async () => {
      for (const line of [bearer(key.token), ['X-Api-Key', key.token] as const]) {
        const headers = await gateway.upstreamHeaders(line);
        const { 'x-lostwax-claims': claims = '', ...identity } = Object.fromEntries(
          headers.filter(([name]) => name.startsWith('x-lostwax-')),
        );
        assert.deepEqual(identity, {
          'x-lostwax-key-id': key.key.id,
          'x-lostwax-subject': 'customer-1',
          'x-lostwax-workspace': 'acme',
          'x-lostwax-scope': 'read write',
        });
        assert.equal(
          (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { jti: string }).jti,
          key.key.id,
        );
        assert.ok(!JSON.stringify(headers).includes(key.token.slice(0, 60)));
      }
    });

    it('Bearer may be written in any case', async () => {
      for (const scheme of ['bearer', 'BEARER'])
        assert.equal(await gateway.status(['Authorization', `${scheme} ${key.token}`]), 200, scheme);
    });

    const mistakes: readonly [string, (token: string) => HeaderLine[]][] = [
      ['key_missing', () => []],
      ['scheme_missing', (token) => [['Authorization', token]]],
      ['token_truncated', (token) => [bearer(token.slice(0, -9))]],
      ['token_malformed', () => [bearer('nonsense')]],
    ];
    for (const [code, lines] of mistakes) {
      it(`the client is told of its mistake: ${code}`, async () => {
        const { status, headers, text } = await ask(gateway.envoy.url, lines(key.token));
        assert.equal(status, 401);
        assert.equal((JSON.parse(text) as { code: string }).code, code);
        assert.equal(headers['content-type'], 'application/problem+json');
        assert.match(`${headers['www-authenticate']}`, /^Bearer realm="lostwax"/);
      });
    }

    it('two keys are nobody’s', async () => {
      for (const lines of [
        [bearer(key.token), bearer(key.token)],
        [bearer('nonsense'), bearer(key.token)],
      ])
        assert.equal((await ask(gateway.envoy.url, lines)).status, 401);
    });

    it('a revoked key is refused within a moment, and a new one accepted', async () => {
      const fresh = await session.issue('acme');
      const says = (status: number) => async () => (await gateway.status(bearer(fresh.token))) === status;
      await until('the new key is accepted', SOON_MS, says(200));
      await session.act('acme', fresh.key.id, 'revoke');
      await until('the revoked key is refused', SOON_MS, says(401));
    });

    it('identity headers that a client sends never reach the upstream, in any spelling', async () => {
      const names = [
        'x-lostwax-subject',
        'X-Lostwax-Scope',
        'x_lostwax_subject',
        'X_LOSTWAX-KEY_ID',
        'x.lostwax.scope',
        'x-lostwax-anything',
      ];
      const forged = names.map((name): HeaderLine => [name, 'forged']);
      const bare = await session.issue('acme');
      await until(
        'the new key is accepted',
        SOON_MS,
        async () => (await gateway.status(bearer(bare.token))) === 200,
      );
      for (const { token } of [key, bare]) {
        const headers = await gateway.upstreamHeaders(...forged, bearer(token), ...forged, [
          'Connection',
          'close, x-lostwax-subject',
        ]);
        assert.ok(!JSON.stringify(headers).includes('forged'), JSON.stringify(headers));
        assert.equal(headers.filter(([name]) => name === 'x-lostwax-subject').length, 1);
      }
    });

    const clients = [
      '/',
      '/?scope=delete',
      '/verify-scope/read/',
      '/../verify',
      '/%2e%2e/verify',
      '//verify?scope=read',
      '/x/../../verify',
    ];
    for (const path of clients) {
      it(`scopes are what the configuration says, whatever the client asks for: ${path}`, async () => {
        const missing: HeaderLine[] = [
          bearer(key.token),
          ['lostwax-scope', 'read'],
          ['x-lostwax-scope', 'delete'],
        ];
        assert.equal((await ask(`${gateway.envoy.url}${path}`, missing)).status, 200);
        const { status, text } = await ask(`${scoped.envoy.url}${path}`, missing);
        assert.deepEqual([status, (JSON.parse(text) as { scope: string }).scope], [403, 'read delete']);
      });
    }

    it('a key that has the scopes is let through', async () => {
      const able = await session.issue('acme', { scopes: ['delete', 'read', 'more'] });
      await until('it is accepted', SOON_MS, async () => (await scoped.status(bearer(able.token))) === 200);
    });

    // The last: the gate is gone afterwards.
    it('without a gate nobody gets in: 503', async () => {
      assert.ok(
        (await gate.metric(`lostwax_gate_answers_total{door="${gateProtocol}",code="accepted"}`)) > 3,
      );
      await gate.stop();
      assert.equal(await gateway.status(bearer(key.token)), 503);
    });
  });
}
