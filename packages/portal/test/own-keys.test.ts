/** Certificates and public keys that customers bring to the portal and the console. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import type { Page } from 'playwright-core';
import { postForm } from '../../../tools/testing/access-token.ts';
import { tokenByAssertion } from '../../../tools/testing/client-assertion.ts';
import {
  type ClientCertificate,
  makeClientCertificate,
  proofSignature,
} from '../../../tools/testing/client-certificate.ts';
import { violations } from './support/axe.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import { beginKey, clientIdShown, leaveNewKey, revokeKey } from './support/key-screens.ts';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';
import { issuerOf, openTlsDoor, type TlsDoor } from './support/tls-door.ts';

const DAY = 86_400_000;
const pem = (key: KeyObject, type: 'spki' | 'pkcs8'): string =>
  key.export({ type, format: 'pem' }).toString();
const jwk = (key: KeyObject, more: object = {}): string =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

describe('The portal, with what customers bring', { skip: browser.skip }, () => {
  let stage: Stage;
  let door: TlsDoor;
  before(async () => {
    stage = await setStage({
      fullFeed: true,
      settings: { methods: ['certificate', 'oauth-client'] },
      flags: [
        ...['--trust-proxy', '127.0.0.1', '--trust-proxy', '::1', '--client-cert-header', 'X-Client-Cert'],
        ...['--mtls-origin', 'https://mtls.example.com'],
      ],
    });
    door = await openTlsDoor(stage);
  });
  after(async () => {
    await door?.stop();
    await stage?.stop();
  });

  const create = (page: Page) => page.getByRole('button', { name: 'Create key', exact: true }).click();
  const certificateField = (page: Page) => page.getByLabel('Certificate (PEM)');
  const keyField = (page: Page) => page.getByLabel('Public key (PEM or JWK)');
  const signatureField = (page: Page) => page.getByLabel('Signature', { exact: true });
  const textToSign = async (page: Page): Promise<string> =>
    `${await page.getByRole('region', { name: 'Text to sign' }).locator('pre').textContent()}`;
  const sign = async (page: Page, { key }: ClientCertificate): Promise<void> =>
    signatureField(page).fill(proofSignature(key, await textToSign(page)));
  const choose = async (page: Page, name: string, buffer: Buffer): Promise<void> => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: /^Choose file/ }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  /** Everything that pages send from now on. */
  const sentBy = (page: Page): string[] => {
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    return sent;
  };
  /** Each wrong text is explained in its field, which has the focus after the submission, and no key is created. */
  const refuses = async (
    page: Page,
    field: (page: Page) => ReturnType<typeof certificateField>,
    cases: readonly (readonly [string, RegExp])[],
  ): Promise<void> => {
    const sent = sentBy(page);
    for (const [text, says] of cases) {
      await field(page).fill(text);
      await create(page);
      await page.locator('.pem-field, .proof').locator('.wrong').filter({ hasText: says }).waitFor();
      await field(page).and(page.locator(':focus')).waitFor();
      assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
      assert.match(`${await page.locator('.wrong[role=alert]').first().textContent()}`, says);
    }
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(
      sent.filter((request) => / .*[{]/.test(request)),
      [],
    );
  };

  it('registers a certificate, which a gate accepts, rotates to another and revokes it', async () => {
    const [first, second] = [
      await makeClientCertificate({ algorithm: 'RSA-2048' }),
      await makeClientCertificate({ algorithm: 'P-384' }),
    ];
    const page = await stage.portal();
    await beginKey(page, 'Bank link', 'Certificate');
    await page.getByLabel('Use my own certificate').check();
    await certificateField(page).waitFor();
    await create(page);
    await page.getByText('Paste your certificate.').waitFor();
    await certificateField(page).and(page.locator(':focus')).waitFor();
    await certificateField(page).fill(first.certificate);
    await page.getByText('RSA 2048').waitFor();
    const command = page.getByRole('region', { name: 'Command (OpenSSL)' });
    assert.match(`${await command.textContent()}`, new RegExp(`${first.fingerprint}.*-sha256 -sign`, 's'));
    await sign(page, first);
    assert.deepEqual(await violations(page), []);
    await create(page);
    await page.getByText('Your certificate is registered').waitFor();
    await door.answers(first, 200);
    assert.deepEqual(await violations(page), []);
    // Nothing was shown that could be lost, so a reload opens the key.
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Bank link' }).waitFor();

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByLabel('Use my own certificate').check();
    await choose(page, 'client.cer', Buffer.from(second.der));
    await page.getByText('P-384').waitFor();
    await sign(page, second);
    await page.getByRole('button', { name: 'Rotate key' }).click();
    await page.getByText('Your certificate is registered').waitFor();
    await door.answers(second, 200);
    await door.answers(first, 200);
    await leaveNewKey(page);
    await revokeKey(page);
    await door.answers(second, 401);
    await closeQuietly(page.context());
  });

  it('registers a public key, whose client gets access tokens, rotates to another and revokes it', async () => {
    const [first, second] = [
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('rsa', { modulusLength: 2_048 }),
    ];
    const tokenOf = async (id: string, key: KeyObject): Promise<string> => {
      const { status, json } = await tokenByAssertion(issuerOf(stage), id, pem(key, 'pkcs8'));
      assert.equal(status, 200, JSON.stringify(json));
      return `${json['access_token']}`;
    };
    const page = await stage.portal();
    await beginKey(page, 'Ledger', 'OAuth client');
    await page.getByLabel('Public key (private_key_jwt)').check();
    await page.getByLabel('Use my own public key').check();
    await keyField(page).fill(pem(first.publicKey, 'spki'));
    await create(page);
    await page.getByText('Your public key is registered').waitFor();
    await stage.answers(await tokenOf(await clientIdShown(page), first.privateKey), 200);
    assert.deepEqual(await violations(page), []);
    await leaveNewKey(page);

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByLabel('Use my own public key').check();
    await choose(page, 'client.jwk', Buffer.from(jwk(second.publicKey)));
    await page.getByRole('button', { name: 'Rotate key' }).click();
    await page.getByText('Your public key is registered').waitFor();
    const access = await tokenOf(await clientIdShown(page), second.privateKey);
    await stage.answers(access, 200);
    await leaveNewKey(page);
    await revokeKey(page);
    await stage.answers(access, 401);
    await closeQuietly(page.context());
  });

  it('registers a certificate of an OAuth client, and shows the token URL for it', async () => {
    const [first, second] = [await makeClientCertificate(), await makeClientCertificate()];
    const boundTo = async (id: string, { certificate }: ClientCertificate): Promise<string> => {
      const form = { grant_type: 'client_credentials', client_id: id };
      // As the proxy does that terminates TLS.
      const header = { 'x-client-cert': encodeURIComponent(certificate) };
      const { status, json } = await postForm(`${issuerOf(stage)}/oauth/token`, form, header);
      assert.equal(status, 200, JSON.stringify(json));
      return `${JSON.stringify(decodeJwt(`${json['access_token']}`)['cnf'])}`;
    };
    const hashOf = (of: ClientCertificate): string =>
      JSON.stringify({ 'x5t#S256': Buffer.from(of.fingerprint, 'hex').toString('base64url') });
    const page = await stage.portal();
    await beginKey(page, 'Bank client', 'OAuth client');
    await page.getByLabel('Certificate (mutual TLS)').check();
    assert.equal(await page.getByLabel('Never').count(), 0);
    await page.getByLabel('Use my own certificate').check();
    await certificateField(page).fill(first.certificate);
    await sign(page, first);
    await create(page);
    await page.getByText('Your certificate is registered').waitFor();
    await page.getByText(`https://mtls.example.com/${WORKSPACE}/oauth/token`).waitFor();
    assert.equal(await boundTo(await clientIdShown(page), first), hashOf(first));
    assert.deepEqual(await violations(page), []);
    await leaveNewKey(page);
    await page.getByText('Certificate (mutual TLS)').waitFor();
    await page.getByText('Fingerprint ends in').waitFor();
    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByLabel('Use my own certificate').check();
    await certificateField(page).fill(second.certificate);
    await sign(page, second);
    await page.getByRole('button', { name: 'Rotate key' }).click();
    await page.getByText('Your certificate is registered').waitFor();
    assert.equal(await boundTo(await clientIdShown(page), second), hashOf(second));
    await closeQuietly(page.context());
  });

  it('says what is wrong with a certificate or its proof, and sends nothing', async () => {
    const page = await stage.portal();
    const [good, other] = [await makeClientCertificate(), await makeClientCertificate()];
    const bad = async (options: Parameters<typeof makeClientCertificate>[0]): Promise<string> =>
      (await makeClientCertificate(options)).certificate;
    await beginKey(page, 'Bank link', 'Certificate');
    await page.getByLabel('Use my own certificate').check();
    await refuses(page, certificateField, [
      ['hello', /isn’t a certificate/],
      [pem(generateKeyPairSync('ed25519').publicKey, 'spki'), /isn’t a certificate/],
      [good.key, /private key.*wasn’t sent/],
      [good.certificate + other.certificate, /more than one/],
      [good.certificate.slice(0, -60), /damaged/],
      [
        await bad({ notBefore: new Date(Date.now() - 2 * DAY), notAfter: new Date(Date.now() - DAY) }),
        /expired/,
      ],
      [
        await bad({ notBefore: new Date(Date.now() + DAY), notAfter: new Date(Date.now() + 2 * DAY) }),
        /valid yet/,
      ],
      [await bad({ algorithm: 'RSA-1024' }), /2,048/],
      [await bad({ algorithm: 'P-521' }), /type of key/],
    ]);
    await choose(page, 'client.key', Buffer.from(good.key));
    await page.getByText('wasn’t sent').waitFor();
    assert.equal(await certificateField(page).inputValue(), '');
    await certificateField(page).fill(good.certificate);
    await refuses(page, signatureField, [
      ['', /paste the signature/],
      ['?', /Base64/],
      [proofSignature(other.key, await textToSign(page)), /doesn’t match/],
      [proofSignature(good.key, `${await textToSign(page)}\n`), /doesn’t match/],
      [good.key, /private key.*wasn’t sent/],
    ]);
    // What was signed more than five minutes ago no longer counts.
    await page.clock.install();
    await sign(page, good);
    await page.clock.fastForward(301_000);
    await create(page);
    await page.getByText('The text you signed has expired').waitFor();
    const old = await textToSign(page);
    await page.getByRole('button', { name: 'Create new text' }).click();
    assert.notEqual(await textToSign(page), old);
    await closeQuietly(page.context());
  });

  it('says what is wrong with a public key, and sends nothing', async () => {
    const page = await stage.portal();
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey;
    const odd = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    await beginKey(page, 'Ledger', 'OAuth client');
    await page.getByLabel('Public key (private_key_jwt)').check();
    await page.getByLabel('Use my own public key').check();
    await refuses(page, keyField, [
      ['', /Paste your public key/],
      ['hello', /isn’t a public key/],
      [(await makeClientCertificate()).certificate, /is a certificate/],
      [pem(privateKey, 'pkcs8'), /private key.*wasn’t sent/],
      [jwk(privateKey), /private key.*wasn’t sent/],
      [jwk(publicKey).slice(0, -1), /damaged/],
      [pem(weak, 'spki'), /2,048/],
      [pem(odd, 'spki'), /type of key/],
      [jwk(publicKey, { alg: 'ES384' }), /“alg”/],
    ]);
    assert.equal(await keyField(page).inputValue(), jwk(publicKey, { alg: 'ES384' }));
    await closeQuietly(page.context());
  });

  it('the console signs for the customer who is entered', async () => {
    const made = await makeClientCertificate();
    const { page, profile, inWorkspace, press, fill } = await openConsole(stage);
    await inWorkspace('/keys/new');
    await fill('Name', 'On behalf');
    await page.getByLabel('Read orders').check();
    await page.getByRole('radio', { name: 'Certificate', exact: true }).check();
    await page.getByLabel('Use my own certificate').check();
    await certificateField(page).fill(made.certificate);
    await page.getByText('Enter the customer first').waitFor();
    await fill(/^Customer/, 'cus_behalf');
    await sign(page, made);
    await press('Create key');
    await page.getByText('Your certificate is registered').waitFor();
    await door.answers(made, 200);
    const { items } = await stage.call<{ items: unknown[] }>(
      'GET',
      `/v1/workspaces/${WORKSPACE}/keys?customer=cus_behalf`,
    );
    assert.equal(items.length, 1);
    await closeQuietly(profile);
  });
});
