import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Registry } from 'prom-client';
import { until } from '../../../../tools/testing/until.ts';
import { TaskProgress } from '../../src/domain/tasks/progress.ts';
import { watched } from '../../src/store/watched.ts';
import { countImports, storeTimes } from '../../src/store-metrics.ts';
import { openFixture, workspace } from '../support/fixture.ts';
import { customerOfMany } from '../support/many-keys.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;

describe('the times of the store', () => {
  it('are counted by operation, also of those that fail, and nothing else changes', async () => {
    const registry = new Registry();
    const store = watched(fixture.store, storeTimes(registry));
    const slug = await workspace(fixture);
    assert.equal((await store.read.workspaces.bySlug(slug))?.slug, slug);
    await store.frozen(async (read) => assert.ok((await read.workspaces.all()).length > 0));
    assert.equal(await store.write(async () => 'done'), 'done');
    await assert.rejects(
      store.end(async () => {
        throw new Error('refused');
      }),
      /refused/,
    );
    await store.probe();
    const text = await registry.metrics();
    for (const operation of ['read', 'write', 'end', 'snapshot', 'probe'])
      assert.match(
        text,
        new RegExp(`^lostwax_store_duration_seconds_count\\{operation="${operation}"\\} 1$`, 'm'),
      );
    assert.match(text, /^lostwax_store_duration_seconds_count\{operation="scrub"\} 0$/m);
  });
});

describe('the progress of bulk operations', () => {
  it('says how many keys are done, of how many, until the task is over', async () => {
    const keys = 2_500;
    const progress = new TaskProgress(fixture.store.read);
    assert.deepEqual([...(await progress.read())], []);
    const { slug, customer } = await customerOfMany(fixture, keys);
    const suspending = domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
    const now = async () => (await progress.read()).get('settle');
    const seen: number[] = [];
    await until('the task has begun', 10_000, now);
    await until('the task is over', 20_000, async () => {
      const at = await now();
      if (at === undefined) return true;
      assert.equal(at.total, keys);
      seen.push(at.done);
      return false;
    });
    assert.ok(new Set(seen).size > 2, 'it was seen in progress');
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    await suspending;
    assert.deepEqual([...(await progress.read())], []);
  });
});

describe('imports', () => {
  it('are counted by outcome, without dry runs', async () => {
    const registry = new Registry();
    const importKeys = countImports(registry, domain.importKeys);
    const slug = await workspace(fixture);
    const one = { customer: 'ada', pin: new Uint8Array(32).fill(1) };
    await importKeys(admin, slug, [one], true);
    await importKeys(admin, slug, [one, { ...one, customer: 'bob' }], false);
    await importKeys(admin, slug, [one], false);
    const text = await registry.metrics();
    for (const outcome of ['created', 'unchanged', 'refused'])
      assert.match(text, new RegExp(`^lostwax_imported_keys_total\\{outcome="${outcome}"\\} 1$`, 'm'));
  });
});
