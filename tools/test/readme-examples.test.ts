/** The JavaScript example in each package's README runs as written, against a real authority where it needs one. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { lostwaxCommand, startAuthority } from '../testing/authority.ts';
import { startProgram } from '../testing/program.ts';
import { exampleOf, runExample } from '../testing/readme-example.ts';
import { until } from '../testing/until.ts';

describe('the examples of the package READMEs', () => {
  it('core reads a key ID and a pin', async (t) => {
    const { known, pin } = await runExample(t, 'core', 'ts', 'known, pin');
    assert.deepEqual([known, (pin as Uint8Array).length], [true, 32]);
  });

  it('contract reads an issuer and a position', async (t) => {
    const { issuer, bad, seq } = await runExample(t, 'contract', 'ts', 'issuer, bad, seq');
    assert.deepEqual(issuer, { origin: 'https://keys.example.com', workspace: 'acme' });
    assert.equal(bad, undefined);
    assert.equal(seq, 42);
  });

  it('gateways lists the gateways and reads an address', async (t) => {
    const { names, address } = await runExample(t, 'gateways', 'ts', 'names, address');
    assert.ok((names as string[]).includes('nginx'));
    assert.ok(address);
  });

  it('server answers a request, refuses malformed input, and closes', async (t) => {
    const terminations = process.listeners('SIGTERM');
    const made = await runExample(t, 'server', 'ts', 'server', { 'listen(8080)': "listen(0, '127.0.0.1')" });
    const server = made['server'] as Server;
    const close = process.listeners('SIGTERM').find((listener) => !terminations.includes(listener));
    assert.ok(close, 'the example does not end on SIGTERM');
    process.off('SIGTERM', close);
    if (!server.listening) await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'hello');
    assert.match(await sendRaw(port, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /);
    const closed = once(server, 'close');
    close('SIGTERM');
    await closed;
  });

  it('authority is served by the command', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-readme-'));
    const line = exampleOf('authority', 'sh').trim();
    assert.match(line, /^lostwax serve --data \.\/data --port 7420$/);
    const args = line.replace('./data', join(folder, 'data')).replace('7420', '0').split(' ').slice(1);
    const program = startProgram(process.execPath, [lostwaxCommand, ...args]);
    t.after(async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const url = await until('the authority answers', 30_000, () => {
      assert.ok(program.running(), program.output());
      return /https?:\/\/[a-z0-9.]+:[1-9]\d*/.exec(program.output())?.[0];
    });
    assert.equal((await fetch(`${url}/v1/workspaces`)).status, 401);
  });

  it('client lists the keys of a workspace', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-readme-'));
    const authority = await startAuthority(folder);
    t.after(async () => {
      await authority.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    await authority.call('POST', '/v1/workspaces', { slug: 'demo' });
    process.env['LOSTWAX_ADMIN_KEY'] = authority.adminKey;
    t.after(() => delete process.env['LOSTWAX_ADMIN_KEY']);
    const made = await runExample(t, 'client', 'ts', 'keys', { 'http://localhost:7420': authority.url });
    assert.deepEqual((made['keys'] as { items: unknown[] }).items, []);
  });
});

/** A server's response to these bytes, read until the server closes the connection. */
function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}
