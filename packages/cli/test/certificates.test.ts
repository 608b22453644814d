import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { makeClientCertificate } from '../../../tools/testing/client-certificate.ts';

interface Key {
  readonly id: string;
  readonly method: string;
  readonly ending: string;
}

describe('lostwax key issue --method certificate', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-cli-certificates-'));
  let authority: RunningAuthority;
  before(async () => {
    authority = await startAuthority(join(folder, 'data'));
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    await authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'certificate'] });
  });
  after(async () => {
    await authority?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]): Promise<{ code: number; out: string; said: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, LOSTWAX_URL: authority.url, LOSTWAX_ADMIN_KEY: authority.adminKey };
      execFile(process.execPath, [lostwaxCommand, ...args], { env }, (error, out, said) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, said }),
      );
    });
  const pair = async (name: string, algorithm: 'P-256' | 'P-384' | 'Ed25519' | 'RSA-2048') => {
    const made = await makeClientCertificate({ algorithm });
    const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    writeFileSync(certificate, made.certificate);
    writeFileSync(key, made.key, { mode: 0o600 });
    return { ...made, flags: ['--certificate', certificate, '--private-key', key] };
  };
  const issue = ['key', 'issue', '--workspace', 'acme', '--customer', 'cus_4711', '--method', 'certificate'];
  const keyOf = (id: string) => authority.call<Key>('GET', `/v1/workspaces/acme/keys/${id.trim()}`);

  for (const algorithm of ['P-256', 'P-384', 'Ed25519', 'RSA-2048'] as const) {
    it(`signs the proof with ${algorithm}, and prints the key ID`, async () => {
      const made = await pair(algorithm, algorithm);
      const { code, out, said } = await run(...issue, ...made.flags);
      assert.equal(code, 0, said);
      const { method, ending } = await keyOf(out);
      assert.deepEqual({ method, ending }, { method: 'certificate', ending: made.fingerprint.slice(-6) });
    });
  }

  it('rotates to another certificate', async () => {
    const { out } = await run(...issue, ...(await pair('first', 'P-256')).flags);
    const second = await pair('second', 'P-256');
    const { code, out: next, said } = await run('key', 'rotate', out.trim(), ...second.flags);
    assert.equal(code, 0, said);
    assert.equal((await keyOf(next)).ending, second.fingerprint.slice(-6));
  });

  it('refuses one file without the other, files that are none, and a key of another certificate', async () => {
    const [one, other] = [await pair('one', 'P-256'), await pair('other', 'P-256')];
    const [, file = '', , key = ''] = one.flags;
    const [, , , foreign = ''] = other.flags;
    for (const flags of [
      ['--certificate', file],
      ['--private-key', key],
      ['--certificate', key, '--private-key', key],
      ['--certificate', file, '--private-key', file],
      ['--certificate', join(folder, 'nowhere'), '--private-key', key],
    ]) {
      const { code, out, said } = await run(...issue, ...flags);
      assert.equal(code, 2, said);
      assert.equal(out, '');
    }
    const { code, said } = await run(...issue, '--certificate', file, '--private-key', foreign);
    assert.equal(code, 1);
    assert.match(said, /proof_invalid|signature/);
  });
});
