/** The main job: a key is issued, a real Envoy accepts it; it ends, Envoy refuses it. With a real authority process. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { generateKeyPair, SignJWT } from 'jose';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startEcho } from '../../../tools/testing/echo.ts';
import { startEnvoy } from '../../../tools/testing/envoy.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Gateway, startGateway, type Workspace } from './fixture.ts';
import { SEEN_WITHIN_MS, type Session, seen, startSession } from './session.ts';

const { program, skip } = await peerForTests('envoy');

describe('the main job, ES256', { skip }, () => {
  const slug = 'acme_live';
  let session: Session;
  let workspace: Workspace;
  let gateway: Gateway;

  before(async () => {
    session = await startSession();
    workspace = await session.createWorkspace({ slug });
    gateway = await startGateway(program, workspace);
  });
  after(async () => {
    await gateway.stop();
    await session.stop();
  });

  it('a new key answers 200, a revoked one 401', async () => {
    const { key, token } = await session.issue(slug);
    await seen(gateway, token, 200);
    await session.act(slug, key.id, 'revoke');
    await seen(gateway, token, 401);
  });

  it('a disabled key answers 401, and enabled again 200', async () => {
    const { key, token } = await session.issue(slug);
    await seen(gateway, token, 200);
    await session.act(slug, key.id, 'disable');
    await seen(gateway, token, 401);
    await session.act(slug, key.id, 'enable');
    await seen(gateway, token, 200);
  });

  it('a rotated key and its successor answer 200 in the overlap; then the old one 401', async () => {
    const overlapSeconds = 5;
    const old = await session.issue(slug);
    await seen(gateway, old.token, 200);
    const successor = await session.act(slug, old.key.id, 'rotate', { overlapSeconds });
    const overlapEnds = performance.now() + overlapSeconds * 1000;
    await seen(gateway, successor.token, 200);
    const asked = await gateway.status(bearer(old.token));
    // On a busy machine the overlap may be over by now.
    if (performance.now() < overlapEnds) assert.equal(asked, 200);
    await until('the old key is refused', overlapEnds - performance.now() + SEEN_WITHIN_MS, async () => {
      return (await gateway.status(bearer(old.token))) === 401;
    });
    assert.ok(performance.now() > overlapEnds - 1_000, 'the old key lived through the overlap');
    assert.equal(await gateway.status(bearer(successor.token)), 200);
  });

  it('an expired key answers 401', async () => {
    const lifeMs = 4_000;
    const { token } = await session.issue(slug, { expiresAt: new Date(Date.now() + lifeMs).toISOString() });
    await seen(gateway, token, 200);
    await until('the expired key is refused', lifeMs + SEEN_WITHIN_MS, async () => {
      return (await gateway.status(bearer(token))) === 401;
    });
  });

  it('no key, garbage and a forged key answer 401', async () => {
    const { key } = await session.issue(slug);
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT({ sub: 'customer-1', jti: key.id })
      .setProtectedHeader({ kid: key.id, alg: 'ES256', typ: 'JWT' })
      .setIssuer(workspace.issuer)
      .setAudience(workspace.audience)
      .setIssuedAt()
      .sign(privateKey);
    assert.equal(await gateway.status(), 401);
    assert.equal(await gateway.status(bearer('garbage')), 401);
    assert.equal(await gateway.status(bearer(forged)), 401);
  });

  it('another workspace’s key answers 401, even for the same audience', async () => {
    await session.createWorkspace({ slug: 'other', audience: workspace.audience });
    const { token } = await session.issue('other');
    assert.equal(await gateway.status(bearer(token)), 401);
  });

  it('an Envoy that expects another issuer answers 401', async (t) => {
    const { token } = await session.issue(slug);
    const elsewhere = await startGateway(program, workspace, {}, (config) =>
      config.replace(`issuer: "${workspace.issuer}"`, 'issuer: "https://elsewhere.example/acme_live"'),
    );
    t.after(() => elsewhere.stop());
    assert.equal(await elsewhere.status(bearer(token)), 401);
  });

  it('an Envoy before an API of another audience answers 403', async (t) => {
    const { token } = await session.issue(slug);
    const other = await startGateway(program, { ...workspace, audience: 'another_api' });
    t.after(() => other.stop());
    assert.equal(await other.status(bearer(token)), 403);
  });

  it('the configuration that the command prints runs as it is', async (t) => {
    const { token } = await session.issue(slug);
    const upstream = await startEcho();
    t.after(() => upstream.stop());
    const { url, adminKey } = session.authority;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...[
          lostwaxCommand,
          'gateway',
          'envoy',
          '--workspace',
          slug,
          '--upstream',
          `127.0.0.1:${upstream.port}`,
        ],
        ...['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'],
      ],
      { env: { ...process.env, LOSTWAX_URL: url, LOSTWAX_ADMIN_KEY: adminKey } },
    );
    const envoy = await startEnvoy(program, stdout);
    t.after(() => envoy.stop());
    assert.equal((await ask(envoy.url, [bearer(token)])).status, 200);
    assert.equal((await ask(envoy.url)).status, 401);
    assert.equal(upstream.count(), 1);
  });

  it('the last key of a workspace revoked answers 401', async (t) => {
    const single = await session.createWorkspace({ slug: 'single' });
    const { key, token } = await session.issue('single');
    const own = await startGateway(program, single);
    t.after(() => own.stop());
    assert.equal(await own.status(bearer(token)), 200);
    await session.act('single', key.id, 'revoke');
    await seen(own, token, 401);
  });
});

for (const algorithm of ['RS256', 'EdDSA']) {
  it(`the main job in short, ${algorithm}`, { skip }, async (t) => {
    const session = await startSession();
    t.after(() => session.stop());
    const workspace = await session.createWorkspace({ slug: 'acme_live', algorithm });
    const gateway = await startGateway(program, workspace);
    t.after(() => gateway.stop());
    const kept = await session.issue('acme_live');
    const revoked = await session.issue('acme_live');
    await seen(gateway, kept.token, 200);
    await seen(gateway, revoked.token, 200);
    await session.act('acme_live', revoked.key.id, 'revoke');
    await seen(gateway, revoked.token, 401);
    assert.equal(await gateway.status(bearer(kept.token)), 200);
    await session.act('acme_live', kept.key.id, 'revoke');
    await seen(gateway, kept.token, 401);
  });
}
