/** The JavaScript example of each package's README runs as it is written, with a real authority where it needs one. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startAuthority } from '../testing/authority.ts';
import { runExample } from '../testing/readme-example.ts';

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
