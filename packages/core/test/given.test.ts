/** Certificates and public keys as customers paste them, read without Node's parsers. */
import assert from 'node:assert/strict';
import { type createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { makeClientCertificate } from '../../../tools/testing/client-certificate.ts';
import {
  GivenError,
  holdsPrivateKey,
  pemOf,
  readGivenCertificate,
  readGivenPublicKey,
} from '../dist/given.js';

const DAY = 86_400_000;
const pem = { type: 'spki', format: 'pem' } as const;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });
const [p256, p384, ed25519, rsa2048] = [ec('P-256'), ec('P-384'), generateKeyPairSync('ed25519'), rsa(2_048)];

/** Every form in which a private key is found in files. */
const privateForms = (key: ReturnType<typeof createPrivateKey>): readonly string[] => {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const encrypted = { cipher: 'aes-256-cbc', passphrase: 'x' };
  const locked = key.export({ type: 'pkcs8', format: 'pem', ...encrypted }).toString();
  const bare = (text: string): string => text.replace(/-----[^-]+-----/g, '');
  return [
    ...[pkcs8, bare(pkcs8), locked, bare(locked), JSON.stringify(key.export({ format: 'jwk' }))],
    // Cut off, and under a wrong label.
    ...[pkcs8.slice(0, 60), JSON.stringify({ keys: [key.export({ format: 'jwk' })] }).slice(0, -1)],
    ...[pkcs8.replaceAll('PRIVATE KEY', 'CERTIFICATE'), pkcs8.replaceAll('PRIVATE KEY', 'PUBLIC KEY')],
  ];
};
const failsWith = (code: string, read: () => unknown): void =>
  assert.throws(read, (error) => error instanceof GivenError && error.code === code, code);

describe('A certificate that a customer brings', () => {
  const valid = { name: 'cus_4711', type: 'P-256' };
  let certificate: string;
  before(async () => {
    ({ certificate } = await makeClientCertificate());
  });

  for (const algorithm of ['P-256', 'P-384', 'Ed25519', 'RSA-2048'] as const)
    it(`is read as Node reads it: ${algorithm}`, async () => {
      const made = await makeClientCertificate({ algorithm });
      const read = readGivenCertificate(made.certificate, Date.now());
      const known = new X509Certificate(made.certificate);
      assert.deepEqual(Buffer.from(read.der), known.raw);
      assert.equal(read.endsAt, known.validToDate.getTime());
      assert.equal(read.name, valid.name);
      assert.equal(read.publicKey.type, algorithm.replace('-2048', ''));
      assert.deepEqual(Buffer.from(read.spki), known.publicKey.export({ type: 'spki', format: 'der' }));
    });

  it('may have text around it, other line breaks or no frame', () => {
    const { der } = readGivenCertificate(certificate, Date.now());
    const bare = certificate.replace(/-----[^-]+-----/g, '');
    for (const text of [
      `Bag Attributes\n friendlyName: x\n${certificate}\n`,
      certificate.replaceAll('\n', '\r\n'),
      bare,
    ])
      assert.deepEqual(readGivenCertificate(text, Date.now()).der, der);
    assert.equal(pemOf('CERTIFICATE', der).trim(), certificate.trim());
  });

  it('is refused when it can’t be used', async () => {
    const now = Date.now();
    const fails = (code: string, text: string): void =>
      failsWith(code, () => readGivenCertificate(text, now));
    for (const text of ['', 'hello', p256.publicKey.export(pem).toString(), '{"kty":"EC"}'])
      fails('not_a_certificate', text);
    fails('several', certificate + certificate);
    fails('damaged', certificate.slice(0, -40));
    const der = Buffer.from(readGivenCertificate(certificate, now).der);
    for (const bytes of [der.subarray(0, -8), Buffer.concat([der, der]), Buffer.alloc(400, 0x30)])
      fails('damaged', pemOf('CERTIFICATE', bytes));
    for (const [algorithm, code] of [
      ['RSA-1024', 'rsa_size'],
      ['P-521', 'key_type'],
    ] as const)
      fails(code, (await makeClientCertificate({ algorithm })).certificate);
    const old = await makeClientCertificate({
      notBefore: new Date(now - 2 * DAY),
      notAfter: new Date(now - DAY),
    });
    fails('expired', old.certificate);
    const early = await makeClientCertificate({
      notBefore: new Date(now + DAY),
      notAfter: new Date(now + 2 * DAY),
    });
    fails('not_yet_valid', early.certificate);
    const late = await makeClientCertificate({ notAfter: new Date('2055-01-01T00:00:00Z') });
    assert.equal(readGivenCertificate(late.certificate, now).endsAt, Date.UTC(2055, 0));
  });

  it('damaged at any byte, is read or refused with a code', () => {
    const { der } = readGivenCertificate(certificate, Date.now());
    for (let at = 0; at < der.length; at++) {
      const damaged = Uint8Array.from(der);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      try {
        readGivenCertificate(pemOf('CERTIFICATE', damaged), Date.now());
      } catch (error) {
        assert.ok(error instanceof GivenError, `byte ${at}: ${String(error)}`);
      }
    }
  });
});

describe('A public key that a customer brings', () => {
  for (const [name, pair] of Object.entries({ ES256: p256, EdDSA: ed25519, RS256: rsa2048 }))
    it(`is read from PEM and JWK: ${name}`, () => {
      const jwk = pair.publicKey.export({ format: 'jwk' });
      for (const text of [
        pair.publicKey.export(pem).toString(),
        ` ${JSON.stringify(jwk)}`,
        JSON.stringify({ ...jwk, alg: name, kid: 'x', use: 'sig' }),
        ...(name === 'RS256' ? [rsa2048.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()] : []),
      ]) {
        const { alg, ...members } = readGivenPublicKey(text);
        assert.equal(alg, name);
        assert.deepEqual(members, jwk);
        assert.ok(createPublicKey({ key: members, format: 'jwk' }).equals(pair.publicKey));
      }
    });

  it('is refused when it can’t be used', async () => {
    const { certificate } = await makeClientCertificate();
    const jwk = p256.publicKey.export({ format: 'jwk' });
    const cases: readonly (readonly [string, string])[] = [
      ['not_a_public_key', ''],
      ['not_a_public_key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0 ada@example.com'],
      ['not_a_public_key', JSON.stringify({ keys: [jwk] })],
      ['not_a_public_key', '[]'],
      ['damaged', '{"kty":"EC"'],
      ['damaged', p256.publicKey.export(pem).toString().slice(0, 90)],
      ['is_a_certificate', certificate],
      ['key_type', p384.publicKey.export(pem).toString()],
      ['key_type', ec('secp256k1').publicKey.export(pem).toString()],
      ['key_type', generateKeyPairSync('ed448').publicKey.export(pem).toString()],
      ['key_type', JSON.stringify(p384.publicKey.export({ format: 'jwk' }))],
      ['key_type', JSON.stringify({ ...jwk, x: 'AA' })],
      ['rsa_size', rsa(1_024).publicKey.export(pem).toString()],
      ['rsa_size', JSON.stringify(rsa(1_024).publicKey.export({ format: 'jwk' }))],
      ['rsa_exponent', rsa(2_048, 3).publicKey.export(pem).toString()],
      ['algorithm', JSON.stringify({ ...rsa2048.publicKey.export({ format: 'jwk' }), alg: 'PS256' })],
    ];
    for (const [code, text] of cases) failsWith(code, () => readGivenPublicKey(text));
  });
});

describe('A private key', () => {
  for (const [name, { privateKey }] of Object.entries({ p256, p384, ed25519, rsa2048 }))
    it(`is recognized in every form: ${name}`, () => {
      for (const text of privateForms(privateKey)) {
        failsWith('private_key', () => readGivenCertificate(text, Date.now()));
        failsWith('private_key', () => readGivenPublicKey(text));
      }
      assert.ok(privateForms(privateKey).slice(0, 7).every(holdsPrivateKey));
    });

  it('is recognized in the formats of one kind of key alone', () => {
    const older = [
      p256.privateKey.export({ type: 'sec1', format: 'pem' }),
      rsa2048.privateKey.export({ type: 'pkcs1', format: 'pem' }),
      `-----BEGIN ${'OPENSSH'} PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n`,
      'PuTTY-User-Key-File-3: ssh-ed25519',
    ].map(String);
    assert.ok(older.every(holdsPrivateKey));
    const bare = older.slice(0, 2).map((text) => text.replace(/-----[^-]+-----/g, ''));
    assert.ok(bare.every(holdsPrivateKey));
  });

  it('is not seen in what is public', async () => {
    const { certificate } = await makeClientCertificate();
    const bare = rsa2048.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    for (const text of [
      certificate,
      bare.replace(/-----[^-]+-----/g, ''),
      JSON.stringify(p256.publicKey.export({ format: 'jwk' })),
    ])
      assert.ok(!holdsPrivateKey(text));
  });
});
