import assert from 'node:assert/strict';
import { assertLedgersOf, type Row } from '../../packages/authority/test/support/ledger.ts';
import type { RunningAuthority } from '../../tools/testing/authority.ts';
import { gateReady, type RunningGate } from '../../tools/testing/gate.ts';
import type { Random } from '../../tools/testing/random.ts';
import { until } from '../../tools/testing/until.ts';
import type { Acknowledged, Known, State } from './acknowledged.ts';
import type { Deployment } from './deployment.ts';

const GATE_LIMIT_MS = 60_000;
const SAMPLE = 20;

/**
 * Compares the database with what was acknowledged: nothing is lost, nothing exists that nobody asked for, no key is half made, and
 * the changes have no gap. Afterwards, the state of each key is known again.
 *
 * @param deployment - All of its authorities answer, and no request is in progress.
 */
export async function checkDatabase(deployment: Deployment, model: Acknowledged): Promise<void> {
  await assertLedgersOf(deployment.rows, Date.now());
  const found =
    await deployment.rows(`SELECT kid, name, pin, jwk, published, revoked_at, disabled_at, replaces, replaced_by
    FROM keys WHERE workspace_id = (SELECT id FROM workspaces WHERE slug = 'acme')`);
  const rows = new Map(found.map((row) => [String(row['kid']), row]));
  for (const [kid, row] of rows) if (!model.keys.has(kid)) adopt(kid, row, model);
  for (const key of model.keys.values()) {
    const row = rows.get(key.id) ?? assert.fail(`${key.id} was issued, and is lost`);
    const state = stateOf(row);
    assert.ok(key.states.includes(state), `${key.id} was ${key.states.join(' or ')}, and is ${state}`);
    assert.ok(row['jwk'] !== null && row['pin'] !== null, `${key.id} is half made`);
    assert.equal(row['replaces'] ?? undefined, key.replaces, `what ${key.id} replaces`);
    assert.equal(row['replaced_by'] ?? undefined, key.replacedBy, `what replaces ${key.id}`);
    key.states = [state];
  }
  model.unansweredIssues.clear();
  model.unansweredRotations.clear();
  const published = found.filter((row) => row['published'] === 1).map((row) => String(row['kid']));
  for (const authority of deployment.authorities) await checkKeySet(authority, new Set(published));
}

async function checkKeySet({ url }: RunningAuthority, published: ReadonlySet<string>): Promise<void> {
  const { keys } = (await (await fetch(`${url}/acme/.well-known/jwks.json`)).json()) as KeySet;
  const served = keys.map(({ kid }) => kid).filter((kid) => kid !== 'acme_sentinel');
  assert.deepEqual(new Set(served), published, 'the key set');
}

interface KeySet {
  readonly keys: readonly { readonly kid: string }[];
}

/** Adds a key that exists although the answer to its request was lost. */
function adopt(kid: string, row: Row, model: Acknowledged): void {
  const [name, replaces] = [String(row['name']), row['replaces']];
  if (typeof replaces === 'string') {
    assert.ok(
      model.unansweredRotations.delete(replaces),
      `nobody asked for ${kid}, which replaces ${replaces}`,
    );
    model.add(kid, name, { replaces });
  } else {
    assert.ok(
      model.unansweredIssues.delete(name),
      `nobody asked for ${kid}, or it was acknowledged to someone else`,
    );
    model.add(kid, name);
  }
}

function stateOf(row: Row): State {
  if (row['revoked_at'] !== null) return 'revoked';
  return row['disabled_at'] === null ? 'active' : 'disabled';
}

const withToken = (keys: Iterable<Known>): (Known & { readonly token: string })[] =>
  [...keys].filter((key): key is Known & { readonly token: string } => key.token !== undefined);

/** Asks the gate about keys that it has refused as revoked: whatever has happened since, it must not accept one. */
export async function checkRevoked(gate: RunningGate, model: Acknowledged, random: Random): Promise<number> {
  const revoked = withToken(model.idle('revoked')).filter((key) => !key.isTouched);
  if (revoked.length === 0) return 0;
  for (let n = 0; n < SAMPLE; n += 1) {
    const { id, token } = random.pick(revoked);
    assert.notEqual(await gate.code(token), 'accepted', `${id} is revoked, and valid again`);
  }
  return SAMPLE;
}

/** Waits until the gate's answer for every key agrees with the database; afterwards, no key counts as changed. */
export async function checkGate(gate: RunningGate, model: Acknowledged, all: boolean): Promise<number> {
  await gateReady(gate);
  const keys = withToken(model.keys.values()).filter((key) => all || key.isTouched);
  for (const { id, token, states } of keys) {
    const right = states[0] === 'active' ? 'accepted' : 'key_unknown';
    let code = '';
    await until('the gate follows', GATE_LIMIT_MS, async () => {
      code = await gate.code(token);
      return code === right;
    }).catch(() => assert.equal(code, right, `${id}, which is ${states[0]}, at the gate`));
  }
  for (const key of model.keys.values()) key.isTouched = false;
  return keys.length;
}
