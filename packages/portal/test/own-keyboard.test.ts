/** The forms for certificates and public keys by keyboard alone and in German: order, visible focus, and what is announced. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { makeClientCertificate, proofSignature } from '../../../tools/testing/client-certificate.ts';
import { violations } from './support/axe.ts';
import { closeQuietly } from './support/console.ts';
import { browser, type Stage, setStage } from './support/stage.ts';

/** The name of the focused element, and whether something shows that it has the focus. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const name = at.getAttribute('aria-label') ?? document.getElementById(at.getAttribute('aria-labelledby'))?.textContent
    ?? at.labels?.[0]?.textContent ?? at.textContent;
  const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && box.bottom > 0 && box.top < innerHeight;
  return { name: name.trim(), seen };
})()`;

describe('A customer’s own certificate, by keyboard', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage({
      settings: { methods: ['signed', 'opaque', 'oauth-client', 'certificate', 'shared-signed'] },
    });
  });
  after(() => stage?.stop());

  /** Tabs to each of these in turn; everything on the way must be visibly focused. */
  const tabThrough = async (page: Page, names: readonly string[]): Promise<void> => {
    const passed: string[] = [];
    for (const wanted of names) {
      for (;;) {
        await page.keyboard.press('Tab');
        const { name, seen } = await page.evaluate<{ name: string; seen: boolean }>(FOCUSED);
        assert.ok(seen, `${name} has no visible focus`);
        passed.push(name);
        if (name === wanted) break;
        assert.ok(passed.length < 60, `no way to ${wanted}: ${passed.join(', ')}`);
      }
    }
  };
  /** Presses a key until this radio button is chosen. */
  const chooseRadio = async (page: Page, name: string): Promise<void> => {
    const radio = page.getByRole('radio', { name, exact: true });
    for (let presses = 0; presses < 6 && !(await radio.isChecked()); presses++)
      await page.keyboard.press('ArrowDown');
    await radio.and(page.locator(':focus')).waitFor();
  };

  it('is registered without a mouse, and every stop has a visible focus', async () => {
    const made = await makeClientCertificate();
    const page = await stage.portal({ customer: 'cus_keyboard' });
    await page.getByRole('link', { name: 'Create key', exact: true }).press('Enter');
    await page.getByLabel('Name', { exact: true }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('By keyboard');
    await tabThrough(page, ['Read orders']);
    await page.keyboard.press('Space');
    await tabThrough(page, ['Signed key']);
    await chooseRadio(page, 'Certificate');
    await tabThrough(page, ['Create one on this page']);
    await chooseRadio(page, 'Use my own certificate');
    const field = page.getByLabel('Certificate (PEM)');
    await field.waitFor();
    // The first field with a mistake gets the focus, and says what is wrong.
    await page.keyboard.press('Enter');
    await field.and(page.locator(':focus')).waitFor();
    await page.getByRole('alert').getByText('Paste your certificate.').waitFor();
    await page.keyboard.insertText(made.certificate);
    await page.getByRole('status').getByText('P-256').waitFor();
    await tabThrough(page, [
      'Choose file Certificate (PEM)',
      'Copy Text to sign',
      'Text to sign',
      'Create new text',
      'Copy Command (OpenSSL)',
      'Command (OpenSSL)',
      'Signature',
    ]);
    const text = `${await page.getByRole('region', { name: 'Text to sign' }).locator('pre').textContent()}`;
    await page.keyboard.insertText(proofSignature(made.key, text));
    await tabThrough(page, ['In 90 days', 'Create key']);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Your new key' }).and(page.locator(':focus')).waitFor();
    await tabThrough(page, ['Copy Try it with curl', 'Done']);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'By keyboard' }).and(page.locator(':focus')).waitFor();
    await closeQuietly(page.context());
  });

  it('keeps the focus when a private key is pasted, and says so at once', async () => {
    const { key } = await makeClientCertificate();
    const page = await stage.portal({ customer: 'cus_pasted' });
    await page.getByRole('link', { name: 'Create key', exact: true }).click();
    await page.getByRole('radio', { name: 'OAuth client', exact: true }).check();
    await page.getByLabel('Public key (private_key_jwt)').check();
    // Without a proxy that asks for certificates, clients can't use them.
    assert.equal(await page.getByLabel('Certificate (mutual TLS)').count(), 0);
    await page.getByLabel('Use my own public key').check();
    const field = page.getByLabel('Public key (PEM or JWK)');
    await field.focus();
    await page.keyboard.insertText(key);
    await page.getByRole('alert').getByText('wasn’t sent').waitFor();
    await field.and(page.locator(':focus')).waitFor();
    assert.equal(await field.inputValue(), '');
    await closeQuietly(page.context());
  });

  it('fits into 375 pixels in German', async () => {
    const made = await makeClientCertificate({ algorithm: 'RSA-2048' });
    const profile = await stage.profile({ viewport: { width: 375, height: 800 }, colorScheme: 'dark' });
    const page = await stage.portal({ customer: 'cus_german', locale: 'de' }, profile);
    const check = async (where: string): Promise<void> => {
      assert.deepEqual(await violations(page), [], where);
      const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      assert.equal(await page.evaluate(over), 0, where);
    };
    await page.getByRole('link', { name: 'Schlüssel erstellen', exact: true }).click();
    await page.getByRole('radio', { name: 'Zertifikat', exact: true }).check();
    await page.getByLabel('Eigenes Zertifikat verwenden').check();
    await page.getByLabel('Zertifikat (PEM)').fill(made.key);
    await page.getByText('Das war ein privater Schlüssel').waitFor();
    await check('private key');
    await page.getByLabel('Zertifikat (PEM)').fill(made.certificate);
    await page.getByText('RSA 2048').waitFor();
    await page.getByRole('button', { name: 'Schlüssel erstellen', exact: true }).click();
    await page.getByText('fügen Sie die Signatur ein').waitFor();
    await check('proof');
    await page.getByRole('radio', { name: 'OAuth-Client', exact: true }).check();
    await page.getByLabel('Öffentlicher Schlüssel (private_key_jwt)').check();
    await page.getByLabel('Eigenen öffentlichen Schlüssel verwenden').check();
    await page.getByLabel('Öffentlicher Schlüssel (PEM oder JWK)').fill(made.certificate);
    await page.getByText('Das ist ein Zertifikat').waitFor();
    await check('public key');
    await closeQuietly(profile);
  });
});
