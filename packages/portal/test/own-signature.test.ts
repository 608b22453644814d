/** The command that signs the proof for a customer's own certificate, and the check of its signature in the page. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { proofText, readGivenCertificate } from '@lostwax/core';
import { makeClientCertificate, proofSignature } from '../../../tools/testing/client-certificate.ts';
import { signingCommand } from '../src/keys/own/command.ts';
import { isSignedBy, signatureBytes } from '../src/keys/own/signature.ts';

const run = promisify(execFile);
/** A customer whose ID means something to a shell. */
const text = proofText({
  issuer: 'https://keys.example.com/acme',
  customer: `o'neil$(id)"\\%s`,
  fingerprint: 'ab'.repeat(32),
  at: 1_795_900_000,
});

describe('The signature for an own certificate', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lostwax-signature-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const algorithm of ['P-256', 'P-384', 'Ed25519', 'RSA-2048'] as const)
    it(`is what the command prints, and that of no other text or key: ${algorithm}`, async () => {
      const made = await makeClientCertificate({ algorithm });
      const other = readGivenCertificate(
        (await makeClientCertificate({ algorithm })).certificate,
        Date.now(),
      );
      const certificate = readGivenCertificate(made.certificate, Date.now());
      const check = async (printed: string): Promise<void> => {
        const signature = signatureBytes(printed);
        assert.ok(signature);
        assert.equal(await isSignedBy(certificate, text, signature), true);
        assert.equal(await isSignedBy(certificate, `${text}\n`, signature), false);
        assert.equal(await isSignedBy(other, text, signature), false);
        for (const bytes of [signature.subarray(1), new Uint8Array(64), signature.toReversed()])
          assert.equal(await isSignedBy(certificate, text, bytes), false);
      };
      await check(proofSignature(made.key, text));
      await writeFile(join(folder, 'client.key'), made.key, { mode: 0o600 });
      const { stdout } = await run('sh', ['-c', signingCommand(text, certificate.publicKey.type)], {
        cwd: folder,
      });
      await check(stdout);
    });

  it('is Base64 or Base64url', () => {
    assert.deepEqual(signatureBytes(' -_8=\n'), Uint8Array.of(0xfb, 0xff));
    assert.deepEqual(signatureBytes('+/8'), Uint8Array.of(0xfb, 0xff));
    for (const wrong of ['', 'a', 'ü', '{"a":1}', 'AA=A'])
      assert.equal(signatureBytes(wrong), undefined, wrong);
  });
});
