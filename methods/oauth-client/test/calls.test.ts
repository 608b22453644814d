import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { type Echo, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';

const run = promisify(execFile);
const here = join(import.meta.dirname, '..');
const LIMIT_MS = 15_000;

describe('the examples of an OAuth client', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-oauth-'));
  let authority: RunningAuthority;
  let api: Echo;
  let gate: RunningGate;
  let env: NodeJS.ProcessEnv;
  let clientId: string;

  before(async () => {
    authority = await startAuthority(join(folder, 'data'));
    const issuer = `http://localhost:${authority.port}/acme`;
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    await authority.call('PATCH', '/v1/workspaces/acme', { methods: ['oauth-client'] });
    const feedKey = join(folder, 'feed.key');
    writeFileSync(feedKey, authority.adminKey, { mode: 0o600 });
    api = await startEcho();
    const upstream = `http://${api.host}:${api.port}`;
    gate = await startGate([
      '--issuer',
      issuer,
      '--feed-key-file',
      feedKey,
      '--upstream',
      upstream,
      '--status-port',
      '0',
    ]);
    await gateReady(gate);
    const { key, token } = await authority.call<{ key: { id: string }; token: string }>(
      'POST',
      '/v1/workspaces/acme/keys',
      { customer: 'cus_1', scopes: ['orders:read'] },
    );
    clientId = key.id;
    env = {
      ...process.env,
      ...{ CLIENT_ID: key.id, CLIENT_SECRET: token, ISSUER: issuer, API_URL: `${gate.url}/orders` },
    };
  });
  after(async () => {
    await gate?.stop();
    await api?.stop();
    await authority?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const programs: Readonly<Record<string, readonly [string, string]>> = {
    'openid-client': [process.execPath, 'call.ts'],
    curl: ['sh', 'call.sh'],
  };
  const call = async (name: string): Promise<string> => {
    const [program, file] = programs[name] as readonly [string, string];
    return (await run(program, [join(here, 'consumer', file)], { env })).stdout.trim();
  };

  for (const name of Object.keys(programs)) {
    it(`${name}: the call reaches the API`, async () => {
      const before = api.count();
      await until('the API is reached', LIMIT_MS, async () => (await call(name).catch(() => '')) === '200');
      assert.equal(api.count(), before + 1);
    });
  }

  it('end with the client', async () => {
    await authority.call('POST', `/v1/workspaces/acme/keys/${clientId}/revoke`, {});
    for (const name of Object.keys(programs)) await assert.rejects(call(name), name);
  });
});
