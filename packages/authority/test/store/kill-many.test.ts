import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { makeFolder, openFixture, withCode } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { customerOfMany, publishedOf } from '../support/many-keys.ts';

const KEYS = 4_000;
const program = join(import.meta.dirname, '../support/killed-many.ts');

/** Starts the operation in a separate process and kills it after this many commits. */
async function killAfter(commits: number, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = 0;
  for await (const line of createInterface(child.stdout)) {
    assert.notEqual(line, 'done', 'it was done before it was killed');
    lines += 1;
    if (lines === commits) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
}

const left = { suspended: 0, active: KEYS, revoke: 0, erase: 0 } as const;

for (const what of ['suspended', 'active', 'revoke', 'erase'] as const) {
  it(`killed midway through a customer's keys (${what}), it finishes after the next start`, async () => {
    const folder = makeFolder();
    const first = await openFixture(folder);
    const { slug, customer } = await customerOfMany(first, KEYS);
    if (what === 'active') {
      await first.domain.updateCustomer(first.admin, slug, customer, { state: 'suspended' });
    }
    await first.close();
    await killAfter(1 + Math.floor(Math.random() * 3), first.file, slug, customer, what);

    const again = await openFixture(folder);
    assert.notEqual(await publishedOf(again, slug), left[what], 'there is something left to do');
    // Its customer's state was recorded before a single further key was touched.
    const { state } = await again.domain.customer(slug, customer);
    assert.equal(state, what === 'active' || what === 'revoke' ? 'active' : 'suspended');
    again.context.tasks.start((error) => assert.fail(String(error)));
    await until('it is finished', 20_000, async () => {
      const rows = await tablesBehind(again.store.read).selectFrom('tasks').select('id').execute();
      return rows.length === 0;
    });
    assert.equal(await publishedOf(again, slug), left[what]);
    if (what === 'erase') {
      await assert.rejects(again.domain.customer(slug, customer), withCode('customer_not_found'));
    }
    assertLedgers(again.file, again.clock.now);
    await again.close();
  });
}
