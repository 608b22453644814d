import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { tokenByAssertion } from '../../../tools/testing/client-assertion.ts';
import { makeClientCertificate } from '../../../tools/testing/client-certificate.ts';

interface Key {
  readonly id: string;
  readonly method: string;
  readonly ending: string;
}

/** A customer's own certificate or public key, given to `lostwax key issue` and `lostwax key rotate`. */
describe('lostwax key issue', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-cli-certificates-'));
  let authority: RunningAuthority;
  before(async () => {
    authority = await startAuthority(join(folder, 'data'), 0, [
      ...['--trust-proxy', '127.0.0.1', '--client-cert-header', 'Client-Cert'],
    ]);
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    await authority.call('PATCH', '/v1/workspaces/acme', {
      methods: ['signed', 'certificate', 'oauth-client'],
    });
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
    it(`signs the proof of a certificate with ${algorithm}, and prints the key ID`, async () => {
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

  const pem = (key: KeyObject, type: 'spki' | 'pkcs8'): string =>
    key.export({ type, format: 'pem' }).toString();
  const jwk = (key: KeyObject): string => JSON.stringify(key.export({ format: 'jwk' }));
  const client = [
    'key',
    'issue',
    '--workspace',
    'acme',
    '--customer',
    'cus_4711',
    '--method',
    'oauth-client',
  ];
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('creates an OAuth client with an own certificate, and rotates it to another', async () => {
    const [first, second] = [await pair('client-1', 'P-256'), await pair('client-2', 'Ed25519')];
    const made = await run(...client, ...first.flags);
    assert.equal(made.code, 0, made.said);
    assert.doesNotMatch(made.said, /secret/);
    const next = await run('key', 'rotate', made.out.trim(), ...second.flags);
    assert.equal(next.code, 0, next.said);
    for (const [id, { fingerprint }] of [
      [made.out, first],
      [next.out, second],
    ] as const) {
      const { method, ending } = await keyOf(id);
      assert.deepEqual({ method, ending }, { method: 'oauth-client', ending: fingerprint.slice(-6) });
    }
    assert.equal((await run('key', 'rotate', next.out.trim())).code, 1);
  });

  it('creates an OAuth client with an own public key in PEM, and rotates it to one as JWK', async () => {
    const issuer = `http://localhost:${authority.port}/acme`;
    const first = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = await run(...client, '--public-key', file('first.pub', pem(first.publicKey, 'spki')));
    assert.equal(made.code, 0, made.said);
    assert.doesNotMatch(made.said, /secret/);
    const { status } = await tokenByAssertion(issuer, made.out.trim(), pem(first.privateKey, 'pkcs8'));
    assert.equal(status, 200);

    const second = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const next = await run(
      'key',
      'rotate',
      made.out.trim(),
      '--public-key',
      file('next.jwk', jwk(second.publicKey)),
    );
    assert.equal(next.code, 0, next.said);
    const answer = await tokenByAssertion(issuer, next.out.trim(), pem(second.privateKey, 'pkcs8'));
    assert.equal(answer.status, 200);
  });

  it('refuses a private key before anything is sent, and a public key that can’t be used', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey;
    const odd = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    const { certificate } = await makeClientCertificate();
    for (const [name, text, says] of [
      ['key.pem', pem(privateKey, 'pkcs8'), /private key/],
      ['key.jwk', jwk(privateKey), /private key/],
      ['weak.pub', pem(weak, 'spki'), /2,048/],
      ['odd.pub', pem(odd, 'spki'), /curve/],
      ['cert.pem', certificate, /certificate/],
      ['text.pub', 'hello', /PEM/],
    ] as const) {
      // An address where nobody listens: had the command sent anything, it would fail with another code.
      const { code, out, said } = await run(
        ...client,
        '--public-key',
        file(name, text),
        '--url',
        'http://127.0.0.1:1',
      );
      assert.deepEqual([code, out], [2, ''], said);
      assert.match(said, says);
    }
    assert.equal((await run(...client, '--public-key', join(folder, 'nowhere'))).code, 2);
    const other = await run(...issue, '--public-key', file('good.pub', pem(publicKey, 'spki')));
    assert.equal(other.code, 1, other.said);
  });
});
