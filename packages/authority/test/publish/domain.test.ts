import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openFixture } from '../support/fixture.ts';
import { kidsOf, serve } from './support.ts';

const { domain, store, admin, clock, pass } = await openFixture();

it('after any action, memory matches what a restart would read', async (t) => {
  await domain.createWorkspace(admin, { slug: 'acme' });
  const held = await serve(t, { store });
  const issue = (customer: string, more = {}) => domain.issue(admin, 'acme', { customer, ...more });
  const documents = (kids: readonly string[]) => [
    '/acme/.well-known/jwks.json',
    ...kids.map((kid) => `/acme/.well-known/jwks/${kid.slice(5, 7)}.json`),
    ...kids.map((kid) => `/acme/.well-known/jwks/key/${kid}.json`),
  ];
  const kids: string[] = [];
  const check = async (live: readonly string[]): Promise<void> => {
    const fresh = await serve(t, { store });
    for (const path of documents(kids)) {
      const [now, then] = await Promise.all([held(path), fresh(path)]);
      assert.deepEqual([now.text, now.headers.etag], [then.text, then.headers.etag], path);
    }
    const { text } = await held('/acme/.well-known/jwks.json');
    assert.deepEqual(new Set(kidsOf(text, 'acme')), new Set(live));
  };

  await check([]);
  for (const [customer, more] of [
    ['ada', {}],
    ['ada', {}],
    ['bob', { expiresAt: clock.now + 60_000 }],
    ['bob', {}],
  ] as const) {
    kids.push((await issue(customer, more)).key.id);
  }
  const [a, b, c, d] = kids as [string, string, string, string];
  await check([a, b, c, d]);
  await domain.disable(admin, 'acme', a);
  await check([b, c, d]);
  await domain.enable(admin, 'acme', a);
  await check([a, b, c, d]);
  await domain.updateCustomer(admin, 'acme', 'ada', { state: 'suspended' });
  await check([c, d]);
  await domain.updateCustomer(admin, 'acme', 'ada', { state: 'active' });
  await check([a, b, c, d]);
  const { key } = await domain.rotate(admin, 'acme', b, { overlapSeconds: 30 });
  kids.push(key.id);
  await check([a, b, c, d, key.id]);
  await pass(45);
  await check([a, c, d, key.id]);
  await pass(30);
  await check([a, d, key.id]);
  await domain.revoke(admin, 'acme', a);
  await check([d, key.id]);
  await domain.eraseCustomer(admin, 'acme', 'ada');
  await check([d]);
  await domain.revokeMany(admin, 'acme', { customer: 'bob' }, { dryRun: false });
  await check([]);
});
