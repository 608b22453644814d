import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { proofText } from '@lostwax/core';
import {
  type ClientCertificate,
  makeClientCertificate,
  proofSignature,
  proven,
} from '../../../../tools/testing/client-certificate.ts';
import { below } from '../support/below.ts';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const method = 'certificate';
const fixture = await openHttpFixture();
const { admin, domain, clock } = fixture;
// The test's clock stands still, but a certificate made by openssl is valid from the actual time.
clock.now += 60_000;
const slug = await workspace(fixture);
const { issuer } = await domain.updateWorkspace(admin, slug, { settings: { methods: ['signed', method] } });
const base = `/v1/workspaces/${slug}`;
const { post } = below(fixture, base);
const now = (): number => Math.floor(clock.now / 1000);
const said = (it: ClientCertificate, at = now()) => proven(it, { issuer, customer: 'a', at });
const body = (more: object) => ({ customer: 'a', method, ...more });
const create = async (more: object) => {
  const answer = await fixture.send({ method: 'POST', path: `${base}/keys`, body: body(more) });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};
const good = await makeClientCertificate();
const other = await makeClientCertificate();
const rsa = await makeClientCertificate({ algorithm: 'RSA-2048' });

describe('a certificate', () => {
  for (const algorithm of ['P-256', 'P-384', 'Ed25519', 'RSA-2048'] as const) {
    it(`with ${algorithm} is accepted, and only its pin is stored`, async () => {
      const made = await makeClientCertificate({ algorithm });
      const { key, token } = await create(said(made));
      assert.equal(token, null);
      assert.equal(key.ending, made.fingerprint.slice(-6));
      const files = ['', '-wal'].map((end) => readFileSync(`${fixture.file}${end}`).toString('latin1'));
      const inside = made.certificate.split('\n')[2] as string;
      assert.ok(!files.some((text) => text.includes(inside)), 'the certificate is stored');
    });
  }

  it('with text around its block, as tools print it, is accepted', async () => {
    const made = await makeClientCertificate();
    const { certificate, proof } = said(made);
    const text = `Bag Attributes\r\n    friendlyName: x\r\n${certificate.replaceAll('\n', '\r\n')}\r\nmore`;
    await create({ certificate: text, proof });
  });

  it('made by openssl with the commands that the specification shows is accepted', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-openssl-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const run = (...args: string[]): string =>
      execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString('latin1');
    run(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '365', '-subj', '/CN=cus_4711', '-keyout', 'client.key', '-out', 'client.pem'],
    );
    const fingerprint = run('x509', '-in', 'client.pem', '-noout', '-fingerprint', '-sha256')
      .replace(/^.*=|[:\s]/g, '')
      .toLowerCase();
    writeFileSync(join(folder, 'proof.txt'), proofText({ issuer, customer: 'a', fingerprint, at: now() }));
    run('dgst', '-sha256', '-sign', 'client.key', '-out', 'proof.sig', 'proof.txt');
    const signature = readFileSync(join(folder, 'proof.sig')).toString('base64url');
    const certificate = readFileSync(join(folder, 'client.pem'), 'utf8');
    await create({ certificate, proof: { signature, at: now() } });
  });
});

describe('a certificate is refused, and nothing changes,', () => {
  const bad: readonly [string, string | (() => Promise<string>)][] = [
    ['that is empty', ''],
    ['that is no PEM', 'hello'],
    ['whose content is cut off', good.certificate.replace(/\n[^\n]*\n-----END/, '\n-----END')],
    ['whose content is not base64', good.certificate.replace(/\n.{10}/, '\n~~~~~~~~~~')],
    ['that is something else', '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----'],
    ['without an end', good.certificate.replace('END', 'and')],
    ['with bytes behind it', withMore(good.der)],
    ['that is a chain', good.certificate + other.certificate],
    ['longer than 16,384 characters', good.certificate + ' '.repeat(16_384)],
    ['that is a private key', good.key],
    ['with its private key', good.certificate + good.key],
    [
      'with an encrypted private key',
      `${good.key.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE')}${good.certificate}`,
    ],
    ['with weak RSA', async () => (await makeClientCertificate({ algorithm: 'RSA-1024' })).certificate],
    ['with an odd curve', async () => (await makeClientCertificate({ algorithm: 'P-521' })).certificate],
    ['that has expired', async () => (await dated(-2, -1)).certificate],
    ['that is not valid yet', async () => (await dated(1, 2)).certificate],
  ];
  for (const [what, pem] of bad) {
    it(what, async () => {
      const certificate = typeof pem === 'string' ? pem : await pem();
      const { json } = await post('/keys', body({ ...said(good), certificate }), 'certificate_invalid');
      assert.equal(json.pointer, '/certificate');
      assert.ok(!json.detail.includes('-----BEGIN PRIVATE'));
    });
  }

  it('with an explanation if a private key was pasted', async () => {
    const { json } = await post(
      '/keys',
      body({ ...said(good), certificate: good.key }),
      'certificate_invalid',
    );
    assert.match(json.detail, /private key/);
  });

  it('if it or the proof is missing, or does not apply to the method', async () => {
    const { certificate, proof } = said(good);
    for (const [sent, pointer] of [
      [body({}), '/certificate'],
      [body({ proof }), '/certificate'],
      [body({ certificate }), '/proof'],
      [body({ certificate, proof: {} }), '/proof/signature'],
      [body({ certificate: 1, proof }), '/certificate'],
      [body({ certificate, proof: { ...proof, at: '1' } }), '/proof/at'],
      [{ customer: 'a', certificate, proof }, '/certificate'],
      [{ customer: 'a', proof }, '/proof'],
    ] as const)
      assert.equal((await post('/keys', sent, 'invalid_request')).json.pointer, pointer);
    const { key } = await create(said(await makeClientCertificate()));
    const at = `/keys/${key.id}/rotate`;
    assert.equal((await post(at, {}, 'invalid_request')).json.pointer, '/certificate');
    const signed = await domain.issue(admin, slug, { customer: 'a' });
    await post(`/keys/${signed.key.id}/rotate`, said(good), 'invalid_request');
  });

  it('if the workspace does not offer the method', async () => {
    const none = await workspace(fixture);
    const path = `/v1/workspaces/${none}/keys`;
    await fixture.refused({ method: 'POST', path, body: body(said(good)) }, 400, 'method_not_offered');
  });
});

describe('a proof is refused, and nothing changes,', () => {
  const about = { issuer, customer: 'a', fingerprint: good.fingerprint, at: now() };
  const signed = (key: string, text: string, at = about.at) => ({
    certificate: good.certificate,
    proof: { signature: proofSignature(key, text), at },
  });
  const text = proofText(about);
  const wrong: readonly [string, object][] = [
    ["by another's key", signed(other.key, text)],
    ['by a key of another kind', signed(rsa.key, text)],
    ['about another customer', signed(good.key, proofText({ ...about, customer: 'b' }))],
    ['about another workspace', signed(good.key, proofText({ ...about, issuer: `${issuer}x` }))],
    ['about another certificate', signed(good.key, proofText({ ...about, fingerprint: other.fingerprint }))],
    ['about another time', signed(good.key, text, about.at + 1)],
    ['of the text with a line feed at its end', signed(good.key, `${text}\n`)],
    ['of 301 seconds ago', said(good, about.at - 301)],
    ['301 seconds ahead', said(good, about.at + 301)],
    ['that is no base64url', { ...said(good), proof: { signature: '~~~~', at: about.at } }],
    ['of 64 zeros', { ...said(good), proof: { signature: 'A'.repeat(86), at: about.at } }],
    ['that is empty DER', { ...said(good), proof: { signature: 'MAA', at: about.at } }],
  ];
  for (const [what, more] of wrong) {
    it(what, async () => {
      const { json } = await post('/keys', body(more), 'proof_invalid');
      assert.match(json.pointer, /^\/proof\//);
    });
  }

  it('if another customer sent it for a certificate it had seen', async () => {
    await post('/keys', { ...body(said(good)), customer: 'b' }, 'proof_invalid');
  });

  it('but not if it is up to 300 seconds off', async () => {
    for (const off of [-300, 300]) await create(said(await makeClientCertificate(), now() + off));
  });
});

function withMore(der: Uint8Array): string {
  const more = Buffer.concat([der, Buffer.from([0])]).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${more}\n-----END CERTIFICATE-----\n`;
}

function dated(from: number, to: number): Promise<ClientCertificate> {
  const day = (days: number): Date => new Date(clock.now + days * 86_400_000);
  return makeClientCertificate({ notBefore: day(from), notAfter: day(to) });
}
