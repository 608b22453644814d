import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ClientCertificate,
  makeClientCertificate,
  proven,
} from '../../../../../tools/testing/client-certificate.ts';
import type { Rotation } from '../../../src/domain/keys/types.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const method = 'certificate';
const fixture = await openFixture();
const { admin, domain, clock } = fixture;
const slug = await workspace(fixture);
const { issuer } = await domain.updateWorkspace(admin, slug, {
  settings: { methods: ['signed', method], maxKeysPerCustomer: null },
});
const about = (at = clock.now / 1000) => ({ issuer, customer: 'c', at });
const issue = (it: ClientCertificate, more: object = {}) =>
  domain.issue(admin, slug, { customer: 'c', method, ...proven(it, about()), ...more });
const rotate = (kid: string, it: ClientCertificate, more: Rotation = {}) =>
  domain.rotate(admin, slug, kid, { ...proven(it, about()), ...more });

describe('a key that is a certificate', () => {
  it("has no token, has its fingerprint's ending, and expires with its certificate", async () => {
    const made = await makeClientCertificate();
    const { key, token } = await issue(made, { scopes: ['r'] });
    assert.equal(token, null);
    assert.equal(key.method, method);
    assert.equal(key.ending, made.fingerprint.slice(-6));
    assert.ok(key.expiresAt !== null && key.expiresAt > clock.now + 86_000_000);
    assert.deepEqual(key.scopes, ['r']);
  });

  it('expires earlier on request, and never later than the certificate', async () => {
    const earlier = clock.now + 60_000;
    assert.equal((await issue(await makeClientCertificate(), { expiresAt: earlier })).key.expiresAt, earlier);
    const later = clock.now + 10 * 86_400_000;
    const { key } = await issue(await makeClientCertificate(), { expiresAt: later });
    assert.ok(key.expiresAt !== null && key.expiresAt < later);
  });

  it('is found by its method and ending', async () => {
    const { key } = await issue(await makeClientCertificate());
    for (const filter of [{ method }, { q: key.ending }]) {
      const { items } = await domain.listKeys(slug, filter, 'all');
      assert.ok(
        items.some(({ id }) => id === key.id),
        JSON.stringify(filter),
      );
    }
  });

  it('is disabled, enabled, suspended and revoked like any other', async () => {
    const { key } = await issue(await makeClientCertificate());
    assert.equal((await domain.disable(admin, slug, key.id)).state, 'disabled');
    assert.equal((await domain.enable(admin, slug, key.id)).state, 'active');
    await domain.updateCustomer(admin, slug, 'c', { state: 'suspended' });
    await assert.rejects(issue(await makeClientCertificate()), withCode('customer_suspended'));
    await domain.updateCustomer(admin, slug, 'c', { state: 'active' });
    assert.equal((await domain.revoke(admin, slug, key.id)).state, 'revoked');
  });

  it('is renewed by a rotation with another certificate, with an overlap', async () => {
    const { key } = await issue(await makeClientCertificate(), { scopes: ['r'] });
    const done = await rotate(key.id, await makeClientCertificate(), { overlapSeconds: 60 });
    assert.equal(done.token, null);
    assert.equal(done.key.method, method);
    assert.deepEqual(done.key.scopes, ['r']);
    assert.equal(done.replaces.expiresAt, clock.now + 60_000);
    await fixture.pass(61);
    assert.equal((await domain.key(slug, key.id, 'all')).state, 'expired');
    assert.equal((await domain.key(slug, done.key.id, 'all')).state, 'active');
  });

  it('is refused a second time, whatever the state of the first, in any workspace', async () => {
    const made = await makeClientCertificate();
    const { key } = await issue(made);
    await assert.rejects(issue(made), withCode('certificate_in_use'));
    await assert.rejects(rotate(key.id, made), withCode('certificate_in_use'));
    await domain.revoke(admin, slug, key.id);
    await assert.rejects(issue(made), withCode('certificate_in_use'));
    const other = await workspace(fixture);
    const there = await domain.updateWorkspace(admin, other, { settings: { methods: [method] } });
    await assert.rejects(
      domain.issue(admin, other, { customer: 'c', ...proven(made, { ...about(), issuer: there.issuer }) }),
      withCode('certificate_in_use'),
    );
  });

  it('is registered once by two requests at once', async () => {
    const made = await makeClientCertificate();
    const [one, two] = await Promise.allSettled([issue(made), issue(made)]);
    assert.deepEqual(new Set([one.status, two.status]), new Set(['fulfilled', 'rejected']));
  });

  it('has its own outcome in a batch', async () => {
    const good = await makeClientCertificate();
    const expired = await makeClientCertificate({ notAfter: new Date(clock.now - 1_000) });
    const items = [good, expired].map((one) => ({ customer: 'c', method, ...proven(one, about()) }));
    const [first, second] = await domain.issueMany(admin, slug, items);
    assert.ok(!(first instanceof Error));
    assert.ok(withCode('certificate_invalid')(second));
  });

  it('is in the audit log', async () => {
    assertLedgers(fixture.file, clock.now);
    const found = await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true });
    assert.equal(found.count, 0);
  });
});
