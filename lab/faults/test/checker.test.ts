/** The checker notices each kind of damage: what the database says is changed on its way to it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Row } from '../../../packages/authority/test/support/ledger.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { makeRandom } from '../../../tools/testing/random.ts';
import { until } from '../../../tools/testing/until.ts';
import { Acknowledged, type Known, type State } from '../acknowledged.ts';
import { checkDatabase, checkEnded, checkGate } from '../check.ts';
import { startClients } from '../clients.ts';
import type { Deployment } from '../deployment.ts';
import { killSqlite } from '../sqlite.ts';

const SOON_MS = 30_000;

type Damage = (rows: readonly Row[], model: Acknowledged) => Row[];

/** Changes the rows of one query of the checker. */
interface Case {
  readonly what: string;
  readonly query: RegExp;
  readonly damage: Damage;
  readonly notices: RegExp;
}

const states = /^SELECT kid, name/;
const keys = /^SELECT keys\.\*/;
const changes = /^SELECT \* FROM changes/;

const oneOf = (model: Acknowledged, ...wanted: State[]): Known =>
  model.idle(...wanted).find(({ replaces, replacedBy }) => (replaces ?? replacedBy) === undefined) ??
  assert.fail();
const without: Damage = (rows) => rows.slice(0, -1);
const replaced =
  (wanted: State, over: Row): Damage =>
  (rows, model) => {
    const { id } = oneOf(model, wanted);
    return rows.map((row) => (row['kid'] === id ? { ...row, ...over } : row));
  };
const lastOf =
  (over: (row: Row) => Row): Damage =>
  (rows) =>
    rows.map((row, index) => (index === rows.length - 1 ? { ...row, ...over(row) } : row));

const cases: readonly Case[] = [
  { what: 'a lost key', query: states, damage: without, notices: /was issued, and is lost/ },
  {
    what: 'a lost revocation',
    query: states,
    damage: replaced('revoked', { revoked_at: null }),
    notices: /was revoked, and is/,
  },
  {
    what: 'a lost disabling',
    query: states,
    damage: replaced('disabled', { disabled_at: null }),
    notices: /was disabled, and is active/,
  },
  {
    what: 'a key without a pin',
    query: states,
    damage: replaced('active', { pin: null }),
    notices: /half made/,
  },
  {
    what: 'a key that nobody requested',
    query: states,
    damage: (rows) => [...rows, { ...rows[0], kid: 'other', name: 'other', replaces: null }],
    notices: /nobody asked for other/,
  },
  {
    what: 'half of a rotation',
    query: states,
    damage: replaced('active', { replaces: 'other' }),
    notices: /what .* replaces/,
  },
  {
    what: 'a revoked key that is published',
    query: keys,
    damage: replaced('revoked', { published: 1 }),
    notices: /as replayed/,
  },
  {
    what: 'a gap in the changes',
    query: changes,
    damage: (rows) => rows.filter((_, index) => index !== 2),
    notices: /have a gap/,
  },
  {
    what: 'two changes with one number',
    query: changes,
    damage: lastOf((row) => ({ seq: Number(row['seq']) - 1 })),
    notices: /have a gap/,
  },
  {
    what: 'a digest of another set',
    query: /^SELECT \* FROM workspaces/,
    damage: (rows) => rows.map((row) => ({ ...row, digest: new Uint8Array(16).fill(1) })),
    notices: /digest of/,
  },
  { what: 'a lost change', query: changes, damage: without, notices: /last one's number/ },
  {
    what: 'a lost audit entry',
    query: /FROM audit LEFT JOIN/,
    damage: without,
    notices: /Expected values to be strictly equal/,
  },
  {
    what: 'an edited audit entry',
    query: /FROM audit LEFT JOIN/,
    damage: lastOf(() => ({ kid: 'other' })),
    notices: /audit row/,
  },
  {
    what: 'a key that is missing in the key set',
    query: /^SELECT kid FROM keys/,
    damage: (rows) => [...rows, { kid: 'other' }],
    notices: /the key set/,
  },
];

describe('the checker of the fault tests', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-checker-'));
  const model = new Acknowledged();
  let deployment: Deployment;
  let gate: RunningGate;

  before(async () => {
    deployment = await killSqlite.deploy(folder);
    const [authority] = deployment.authorities;
    await authority?.call('POST', '/v1/workspaces', { slug: 'acme' });
    gate = await startGate(['--issuer', `http://localhost:${authority?.port}/acme`]);
    await gateReady(gate);
    const stop = startClients(deployment, model, makeRandom(13));
    await until('there are keys in each state', SOON_MS, () =>
      (['active', 'disabled', 'revoked'] as const).every((state) => model.idle(state).length > 5),
    );
    await stop();
  });
  after(async () => {
    await gate?.stop();
    await deployment?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('accepts an authority and a gate that are right', async () => {
    await checkDatabase(deployment, model);
    await checkGate(gate, deployment, model, true);
    assert.ok((await checkEnded(gate, model, makeRandom(1))) > 0);
  });

  for (const { what, query, damage, notices } of cases)
    it(`notices ${what}`, async () => {
      let isDamaged = false;
      const rows = async (text: string): Promise<Row[]> => {
        const found = await deployment.rows(text);
        // The administrators' workspace has few rows.
        if (!query.test(text) || (found.length < 10 && !/workspaces$/.test(text))) return found;
        isDamaged = true;
        return damage(found, model);
      };
      const { authorities, strike, close } = deployment;
      await assert.rejects(checkDatabase({ authorities, rows, strike, close }, model), notices);
      assert.ok(isDamaged);
    });

  it('notices a gate that accepts a revoked key', async () => {
    const wrong = new Acknowledged();
    const { id, name, token } = oneOf(model, 'active');
    const key = wrong.add(id, name, { token });
    key.states = ['revoked'];
    await assert.rejects(checkGate(gate, deployment, wrong, true, 100), /at the gate: accepted, not refused/);
    key.isTouched = false;
    await assert.rejects(checkEnded(gate, wrong, makeRandom(1)), /valid again/);
  });

  it('notices a gate that refuses a good key', async () => {
    const wrong = new Acknowledged();
    const { id, name, token } = oneOf(model, 'revoked');
    wrong.add(id, name, { token });
    await assert.rejects(checkGate(gate, deployment, wrong, true, 100), /at the gate: refused, not accepted/);
  });
});
