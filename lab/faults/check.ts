import assert from 'node:assert/strict';
import { assertLedgersOf, type Row } from '../../packages/authority/test/support/ledger.ts';
import type { RunningAuthority } from '../../tools/testing/authority.ts';
import { gateReady, type RunningGate } from '../../tools/testing/gate.ts';
import type { Random } from '../../tools/testing/random.ts';
import { until } from '../../tools/testing/until.ts';
import type { Acknowledged, Known, State } from './acknowledged.ts';
import { checkCreatedTogether, checkCustomers, checkRevokedTogether, tasksDone } from './check-bulk.ts';
import type { Deployment } from './deployment.ts';

const GATE_LIMIT_MS = 60_000;
/** A replica takes over the tasks of another within seconds. */
const TASKS_LIMIT_MS = 60_000;
/** By then, an authority has noticed that its clock was changed. */
const CLOCK_LIMIT_MS = 20_000;
/** A key that ends this close to now may be treated either way. */
const CLOSE_MS = 3_000;
const SAMPLE = 20;
/** What a gate says of a key that is in no set. One that another system has made looks malformed. */
const REFUSALS = new Set([
  'key_unknown',
  'key_expired',
  'token_malformed',
  'token_truncated',
  'key_id_malformed',
]);

/**
 * Compares the database with what was acknowledged: nothing is lost, nothing exists that nobody asked for, no key is half made, and
 * the changes have no gap. Afterwards, the state of each key is known again.
 *
 * @param deployment - All of its authorities answer, and no request is in progress.
 */
export async function checkDatabase(
  deployment: Deployment,
  model: Acknowledged,
  tasksLimitMs = TASKS_LIMIT_MS,
): Promise<void> {
  await tasksDone(deployment, tasksLimitMs);
  await checkLedgers(deployment);
  const found =
    await deployment.rows(`SELECT kid, name, method, pin, jwk, revoked_at, disabled_at, replaces, replaced_by, expires_at,
    (SELECT subject FROM customers WHERE id = customer_id) AS customer
    FROM keys WHERE workspace_id = (SELECT id FROM workspaces WHERE slug = 'acme')`);
  checkCreatedTogether(found, model);
  const rows = new Map(found.map((row) => [String(row['kid']), row]));
  for (const [kid, row] of rows) if (!model.keys.has(kid)) adopt(kid, row, model);
  for (const key of model.keys.values()) {
    const row = rows.get(key.id) ?? assert.fail(`${key.id} was issued, and is lost`);
    const state = stateOf(row);
    assert.ok(key.states.includes(state), `${key.id} was ${key.states.join(' or ')}, and is ${state}`);
    assert.ok(row['pin'] !== null, `${key.id} is half made`);
    assert.equal(row['jwk'] === null, row['method'] === 'opaque', `${key.id} is half made`);
    assert.equal(row['replaces'] ?? undefined, key.replaces, `what ${key.id} replaces`);
    assert.equal(row['replaced_by'] ?? undefined, key.replacedBy, `what replaces ${key.id}`);
    checkEnd(key, row);
    key.states = [state];
  }
  checkRevokedTogether(model);
  await checkCustomers(deployment, model);
  model.unansweredIssues.clear();
  model.unansweredRotations.clear();
  for (const authority of deployment.authorities) await checkKeySet(authority, deployment);
}

/** With a clock of their own, authorities need a moment to notice that it was changed, and what is due. */
async function checkLedgers({ rows, clock }: Deployment): Promise<void> {
  if (clock === undefined) return assertLedgersOf(rows, Date.now());
  let failure: unknown;
  await until('the database agrees with the clock', CLOCK_LIMIT_MS, () =>
    assertLedgersOf(rows, clock.now()).then(
      () => true,
      (error: unknown) => {
        failure = error;
        return false;
      },
    ),
  ).catch(() => {
    throw failure;
  });
}

/** A key expires when its answer said; one that was rotated may end earlier. */
function checkEnd(key: Known, row: Row): void {
  key.endsAt = row['expires_at'] === null ? undefined : Number(row['expires_at']);
  if (key.token === undefined) return;
  if (key.replacedBy === undefined) assert.equal(key.endsAt, key.expiresAt, `when ${key.id} expires`);
  else assert.ok((key.endsAt ?? Infinity) <= (key.expiresAt ?? Infinity), `${key.id} was extended`);
}

async function checkKeySet({ url }: RunningAuthority, { rows, clock }: Deployment): Promise<void> {
  const compare = async (): Promise<void> => {
    const found = await rows(`SELECT kid FROM keys
      WHERE published = 1 AND method = 'signed' AND workspace_id = (SELECT id FROM workspaces WHERE slug = 'acme')`);
    const { keys } = (await (await fetch(`${url}/acme/.well-known/jwks.json`)).json()) as KeySet;
    const served = keys.map(({ kid }) => kid).filter((kid) => kid !== 'acme_sentinel');
    assert.deepEqual(new Set(served), new Set(found.map((row) => String(row['kid']))), 'the key set');
  };
  // A key may expire between the two reads.
  await (clock === undefined ? compare() : compare().catch(compare));
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
    model.add(kid, name, { customer: model.customers.get(String(row['customer'])) });
  }
}

function stateOf(row: Row): State {
  if (row['revoked_at'] !== null) return 'revoked';
  return row['disabled_at'] === null ? 'active' : 'disabled';
}

const withToken = (keys: Iterable<Known>): (Known & { readonly token: string })[] =>
  [...keys].filter((key): key is Known & { readonly token: string } => key.token !== undefined);

/**
 * Asks the gate about keys that it has refused as revoked, and about keys that have expired by its own clock: whatever has happened
 * since, it must not accept one.
 */
export async function checkEnded(gate: RunningGate, model: Acknowledged, random: Random): Promise<number> {
  const revoked = withToken(model.idle('revoked')).filter((key) => !key.isTouched);
  const expired = withToken(model.keys.values()).filter((key) => (key.expiresAt ?? Infinity) <= Date.now());
  let asked = 0;
  for (const [what, keys] of Object.entries({ revoked, expired }))
    for (let n = 0; n < SAMPLE && keys.length > 0; n += 1) {
      const { id, token } = random.pick(keys);
      assert.notEqual(await gate.code(token), 'accepted', `${id} is ${what}, and valid again`);
      asked += 1;
    }
  return asked;
}

/** Waits until the gate's answer for every key agrees with the database; afterwards, no key counts as changed. */
export async function checkGate(
  gate: RunningGate,
  { clock }: Deployment,
  model: Acknowledged,
  all: boolean,
  limitMs = GATE_LIMIT_MS,
): Promise<number> {
  await gateReady(gate);
  // Those that expire change by themselves.
  const keys = withToken(model.keys.values()).filter(
    (key) => all || key.isTouched || (clock !== undefined && key.endsAt !== undefined),
  );
  for (const key of keys) {
    let [code, right] = ['', ''];
    await until('the gate follows', limitMs, async () => {
      right = expected(key, clock?.now() ?? Date.now());
      code = await gate.code(key.token);
      if (REFUSALS.has(code)) code = 'refused';
      return code === right || (right === 'either' && ['accepted', 'refused'].includes(code));
    }).catch((error: Error) => {
      throw new Error(`${key.id}, which is ${key.states[0]}, at the gate: ${code}, not ${right}`, {
        cause: error,
      });
    });
  }
  for (const key of model.keys.values()) key.isTouched = false;
  return keys.length;
}

/** What the gate answers to a key: the authority ends it by its clock, and the gate reads in the token when it expires. */
function expected(
  { states, endsAt = Infinity, expiresAt = Infinity, customer }: Known,
  authorityNow: number,
) {
  if (states[0] !== 'active' || customer?.states[0] === 'suspended') return 'refused';
  const left = Math.min(endsAt - authorityNow, expiresAt - Date.now());
  if (Math.abs(left) < CLOSE_MS) return 'either';
  return left > 0 ? 'accepted' : 'refused';
}
