/** IPv6 addresses, wherever an authority, a gate and the command accept one. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';

const ORIGIN = 'http://[::1]:7420';

const skip = await new Promise<string | false>((resolve) => {
  const probe = createNetServer();
  probe.once('error', () => resolve('this machine has no ::1'));
  probe.listen(0, '::1', () => probe.close(() => resolve(false)));
});

describe('IPv6 addresses', { timeout: 60_000, skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-ipv6-'));
  let authority: RunningAuthority;
  let api: Server;
  let token: string;
  let apiPort: number;

  before(async () => {
    authority = await startAuthority(join(folder, 'data'), 0, ['--host', '[::1]', '--origin', ORIGIN]);
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    ({ token } = await authority.call<{ token: string }>('POST', '/v1/workspaces/acme/keys', {
      customer: 'customer-1',
    }));
    api = createServer((incoming, response) => response.end(`${incoming.headers['x-forwarded-for']}`));
    api.listen(0, '::1');
    await once(api, 'listening');
    apiPort = (api.address() as AddressInfo).port;
  });
  after(async () => {
    api?.close();
    await authority?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const gateWith = async (...flags: string[]): Promise<RunningGate> => {
    const gate = await startGate(['--issuer', `${ORIGIN}/acme`, '--feed', authority.url, ...flags]);
    await gateReady(gate);
    return gate;
  };

  it('the gate listens on one, follows one, and forwards requests to one', async () => {
    for (const host of ['::1', '[::1]']) {
      const upstream = ['--upstream', `http://[::1]:${apiPort}`, '--status-port', '0'];
      const gate = await gateWith('--host', host, ...upstream, '--trust-proxy', '::1', '--grpc-port', '0');
      try {
        assert.match(gate.url, /^http:\/\/\[::1\]:\d+$/);
        assert.match(gate.grpcAddress, /^\[::1\]:\d+$/);
        const lines = [bearer(token), ['X-Forwarded-For', '2001:db8::7'] as const];
        const { status, text } = await ask(`${gate.url}/`, lines);
        assert.deepEqual([status, text], [200, '2001:db8::7, ::1']);
      } finally {
        await gate.stop();
      }
    }
  });

  it('the command reaches an authority at one', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [lostwaxCommand, 'workspace', 'list', '--json', '--url', authority.url],
      { env: { ...process.env, LOSTWAX_ADMIN_KEY: authority.adminKey } },
    );
    assert.match(stdout, /"acme"/);
  });

  it('an invalid address is refused at startup', async () => {
    for (const flags of [
      ['--upstream', 'http://::1:8080'],
      ['--upstream', 'http://[::1:8080'],
      ['--upstream', 'http://[fe80::1%25eth0]:8080'],
      ['--feed', 'http://[::g]:7420'],
      ['--trust-proxy', '[::1]'],
      ['--trust-proxy', '::1/129'],
    ]) {
      const refused = promisify(execFile)(process.execPath, [
        ...[lostwaxCommand, 'gate', '--issuer', `${ORIGIN}/acme`, '--port', '0'],
        ...flags,
      ]);
      await assert.rejects(refused, (error: Error & { code?: number }) => error.code === 2, flags.join(' '));
    }
  });
});
