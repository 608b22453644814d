/** The checker notices each kind of damage that an interrupted change of many keys could leave. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Row } from '../../../packages/authority/test/support/ledger.ts';
import { makeRandom } from '../../../tools/testing/random.ts';
import { until } from '../../../tools/testing/until.ts';
import { Acknowledged, type Customer, type Known } from '../acknowledged.ts';
import { bulk } from '../bulk.ts';
import { changeManyKeys } from '../bulk-clients.ts';
import { checkDatabase } from '../check.ts';
import { checkCreatedTogether, checkRevokedTogether } from '../check-bulk.ts';
import { startClients } from '../clients.ts';
import type { Deployment } from '../deployment.ts';

const SOON_MS = 60_000;

/** Changes the rows of one query of the checker. */
interface Case {
  readonly what: string;
  readonly query: RegExp;
  readonly damage: (rows: readonly Row[]) => readonly Row[];
  readonly notices: RegExp;
}

describe('the checker of bulk operations', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-bulk-checker-'));
  const model = new Acknowledged();
  let deployment: Deployment;

  const customerWith = (state: 'active' | 'suspended', key: Known['states'][number]): Customer | undefined =>
    [...model.customers.values()].find(
      ({ states, keys }) => states[0] === state && keys.some(({ states: [one] }) => one === key),
    );
  const keyOf = (state: 'active' | 'suspended', key: Known['states'][number]): Known =>
    customerWith(state, key)?.keys.find(({ states: [one] }) => one === key) ?? assert.fail();

  before(async () => {
    deployment = await bulk.deploy(folder);
    await deployment.authorities[0]?.call('POST', '/v1/workspaces', { slug: 'acme' });
    const stop = startClients(deployment, model, makeRandom(13), changeManyKeys);
    await until('there are customers in each state', SOON_MS, () =>
      [
        customerWith('suspended', 'active'),
        customerWith('active', 'active'),
        customerWith('active', 'revoked'),
      ].every((customer) => customer !== undefined),
    );
    await stop();
  });
  after(async () => {
    await deployment?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('accepts an authority that is right', () => checkDatabase(deployment, model));

  const change = (find: () => Known, over: Row) => (rows: readonly Row[]) => {
    const { id } = find();
    return rows.map((row) => (row['kid'] === id ? { ...row, ...over } : row));
  };
  const cases: readonly Case[] = [
    {
      what: 'a key that a bulk revocation has left out',
      query: /^SELECT kid, name/,
      damage: change(() => keyOf('active', 'revoked'), { revoked_at: null }),
      notices: /was revoked, and is active/,
    },
    {
      what: 'a key that a suspension has left in the set',
      query: /^SELECT keys\.\*/,
      damage: change(() => keyOf('suspended', 'active'), { published: 1 }),
      notices: /as replayed/,
    },
    {
      what: 'a lost suspension',
      query: /^SELECT subject, state/,
      damage: (rows) => rows.map((row) => ({ ...row, state: 'active' })),
      notices: /was suspended, and is active/,
    },
    {
      what: 'a key that an import has lost',
      query: /^SELECT kid, name/,
      damage: (rows) => rows.filter(({ kid }) => kid !== keyOf('active', 'active').id),
      notices: /was issued, and is lost/,
    },
    {
      what: 'a task that is never done',
      query: /^SELECT id FROM tasks/,
      damage: () => [{ id: 1 }],
      notices: /no task is left/,
    },
  ];
  for (const { what, query, damage, notices } of cases)
    it(`notices ${what}`, async () => {
      const rows = async (text: string): Promise<Row[]> => {
        const found = await deployment.rows(text);
        return query.test(text) ? [...damage(found)] : found;
      };
      const { authorities, strike, close } = deployment;
      await assert.rejects(checkDatabase({ authorities, rows, strike, close }, model, 100), notices);
    });

  it('notices half of an unanswered import', () => {
    const wrong = new Acknowledged();
    wrong.createdTogether = [['a', 'b', 'c']];
    assert.throws(() => checkCreatedTogether([{ name: 'b' }], wrong), /1 of 3 keys were created/);
    wrong.createdTogether = [['a', 'b', 'c']];
    checkCreatedTogether([{ name: 'd' }], wrong);
  });

  it('notices half of an unanswered revocation', () => {
    const wrong = new Acknowledged();
    const keys = ['a', 'b'].map((id) => wrong.add(id, id));
    wrong.revokedTogether = [keys];
    checkRevokedTogether(wrong);
    for (const key of keys.slice(1)) key.states = ['revoked'];
    wrong.revokedTogether = [keys];
    assert.throws(() => checkRevokedTogether(wrong), /1 of 2 keys were revoked/);
  });
});
