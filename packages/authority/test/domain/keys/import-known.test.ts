/** What was ever a key is never imported as another one: otherwise a revoked key would be accepted again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pinOf } from '@lostwax/core';
import { makeClientCertificate, proven } from '../../../../../tools/testing/client-certificate.ts';
import { methodNames } from '../../../src/domain/methods/table.ts';
import { AuthorityError } from '../../../src/errors.ts';
import { openFixture, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin, clock } = fixture;
const slug = await workspace(fixture);
const { issuer } = await domain.updateWorkspace(admin, slug, {
  settings: { methods: [...methodNames], maxKeysPerCustomer: null },
});

/** A new key, and the hash of what its holder presents. */
async function make(method: string) {
  const customer = 'c';
  const expiresAt = clock.now + 60_000;
  const about = { issuer, customer, at: clock.now / 1000 };
  const certificate = method === 'certificate' ? await makeClientCertificate() : undefined;
  const own = certificate === undefined ? {} : proven(certificate, about);
  const { key, token } = await domain.issue(admin, slug, { customer, method, expiresAt, ...own });
  const pin = certificate === undefined ? pinOf(token) : Buffer.from(certificate.fingerprint, 'hex');
  return { id: key.id, pin };
}

async function outcomes(pin: Uint8Array, customer = 'c') {
  const all = [];
  for (const dryRun of [true, false]) {
    const [outcome] = await domain.importKeys(admin, slug, [{ pin, customer }], dryRun);
    all.push(outcome instanceof AuthorityError ? outcome.code : outcome);
  }
  return all;
}

const refused = ['pin_in_use', 'pin_in_use'];

const states: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  active: async () => {},
  disabled: (id) => domain.disable(admin, slug, id),
  revoked: (id) => domain.revoke(admin, slug, id),
  expired: () => fixture.pass(61),
};

for (const method of methodNames) {
  describe(`the hash of a key of the method "${method}"`, () => {
    for (const [state, enter] of Object.entries(states)) {
      it(`is never imported while the key is ${state}`, async () => {
        const { id, pin } = await make(method);
        await enter(id);
        assert.equal((await domain.key(slug, id, 'all')).state, state);
        assert.deepEqual(await outcomes(pin, 'another'), refused);
        const isItself = method === 'opaque' && (state === 'active' || state === 'disabled');
        const expected = isItself ? Array(2).fill({ keyId: id, created: false }) : refused;
        assert.deepEqual(await outcomes(pin), expected);
      });
    }

    it('is never imported after the customer was erased', async () => {
      const { id, pin } = await make(method);
      await domain.revoke(admin, slug, id);
      await domain.eraseCustomer(admin, slug, 'c');
      assert.deepEqual(await outcomes(pin), refused);
      assert.deepEqual(await outcomes(pin, 'another'), refused);
    });
  });
}
