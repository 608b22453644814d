/** Several issuers in one verifier: none can affect the keys of another. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { createVerifier, type Verifier } from '../src/index.ts';
import { FeedServer } from './support/feed-server.ts';
import { testKey } from './support/keys.ts';
import { LIMIT_MS } from './support/scene.ts';

it('an issuer that copies the pins of another into its feed neither blocks nor takes over those keys', async (t) => {
  const honest = await FeedServer.start();
  const copier = await FeedServer.start();
  t.after(() => Promise.all([honest.stop(), copier.stop()]));
  const key = testKey({ issuer: honest.issuer, customer: 'cus-1' });
  const revoked = testKey({ issuer: honest.issuer });
  honest.model.add(key);
  for (const copied of [key, revoked]) copier.model.add(copied);
  const verifiers: Verifier[] = [];
  t.after(() => Promise.all(verifiers.map((one) => one.close())));
  for (const issuers of [
    [copier.issuer, honest.issuer],
    [honest.issuer, copier.issuer],
    [{ issuer: copier.issuer, feedKey: 'x' }, honest.issuer],
  ]) {
    const verifier = createVerifier({ issuers, onEvent: () => {} });
    verifiers.push(verifier);
    await verifier.ready(LIMIT_MS / 1000);
    const result = verifier.check(key.token);
    assert.ok(result.accepted, JSON.stringify(result));
    assert.equal(result.key.issuer, honest.issuer);
    assert.deepEqual(verifier.check(revoked.token).accepted, false);
  }
});

it('a stale set does not affect the keys of other issuers', async (t) => {
  const honest = await FeedServer.start();
  const copier = await FeedServer.start();
  t.after(() => Promise.all([honest.stop(), copier.stop()]));
  const key = testKey({ issuer: honest.issuer });
  honest.model.add(key);
  copier.model.add(key);
  const verifier = createVerifier({
    issuers: [copier.issuer, honest.issuer],
    maxStaleSeconds: 1,
    onEvent: () => {},
  });
  t.after(() => verifier.close());
  await verifier.ready(LIMIT_MS / 1000);
  await copier.stop();
  await until('the set of the copier is stale', LIMIT_MS, () =>
    verifier.status().some(({ issuer, fresh }) => issuer === copier.issuer && !fresh),
  );
  assert.ok(verifier.check(key.token).accepted);
});
