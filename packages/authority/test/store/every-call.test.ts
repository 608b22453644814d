/**
 * Each use case is repeated with an error at its first call of the store, its second, and so on to its last. Whatever fails, the
 * database is as before or as after the use case, never in between, and nothing is announced that isn't in it.
 */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { PinChange, Store } from '../../src/store/store.ts';
import {
  type Fixture,
  makeFolder,
  ORIGIN,
  openFixture,
  SECRET_KEY,
  type TestDomain,
  workspace,
} from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';

class Injected extends Error {}

/** Wraps every function of `target`, also in members, so that `before` runs first. */
function intercepted<T extends object>(target: T, before: () => void): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member === 'function')
        return (...args: unknown[]): unknown => {
          before();
          return Reflect.apply(member, object, args);
        };
      return typeof member === 'object' && member !== null ? intercepted(member, before) : member;
    },
  });
}

/** A store whose `n`-th call fails; `n` undefined for none. */
function failing(store: Store, fault: { left: number | undefined }): Store {
  const before = (): void => {
    if (fault.left === undefined) return;
    fault.left -= 1;
    if (fault.left === 0) throw new Injected();
  };
  const over =
    (write: Store['write']): Store['write'] =>
    (operation) =>
      write((tx) => operation({ ...tx, db: intercepted(tx.db, before) }));
  return { ...store, read: intercepted(store.read, before), write: over(store.write), end: over(store.end) };
}

type Act = (domain: TestDomain, admin: Fixture['admin'], slug: string, kid: string) => Promise<unknown>;

const useCases: Readonly<Record<string, Act>> = {
  'create a workspace': (domain, admin) => domain.createWorkspace(admin, { slug: 'another' }),
  'update a workspace': (domain, admin, slug) =>
    domain.updateWorkspace(admin, slug, { name: 'New', settings: { maxKeysPerCustomer: 7 } } as never),
  issue: (domain, admin, slug) => domain.issue(admin, slug, { customer: 'new', name: 'a key' }),
  'issue many': (domain, admin, slug) =>
    domain.issueMany(admin, slug, [{ customer: 'new' }, { customer: 'ann' }, { customer: 'bob' }]),
  rotate: (domain, admin, slug, kid) => domain.rotate(admin, slug, kid, {}),
  revoke: (domain, admin, slug, kid) => domain.revoke(admin, slug, kid, 'it leaked'),
  disable: (domain, admin, slug, kid) => domain.disable(admin, slug, kid),
  'suspend a customer': (domain, admin, slug) =>
    domain.updateCustomer(admin, slug, 'ann', { state: 'suspended' }),
  'register a reader': (domain, admin, slug) =>
    domain.registerReader(admin, slug, { name: 'edge', kind: 'gate', refreshSeconds: 30 }),
};

describe('an error at any call of the store', async () => {
  const first = await openFixture();
  const slug = await workspace(first);
  const { key } = await first.domain.issue(first.admin, slug, { customer: 'ann' });
  await first.domain.issue(first.admin, slug, { customer: 'ann' });
  await first.close();

  /** Runs a use case on a copy of the database, with an error at the `n`-th call. */
  const attempt = async (act: Act, n: number | undefined) => {
    const folder = makeFolder();
    const file = join(folder, 'lostwax.db');
    cpSync(first.file, file);
    const fault = { left: undefined as number | undefined };
    const store = openSqliteStore(file);
    const context = await createContext(failing(store, fault), ORIGIN, () => first.clock.now, SECRET_KEY);
    const told: PinChange[] = [];
    store.onCommit((changes) => {
      if (typeof changes !== 'string') for (const change of changes) told.push(change);
    });
    const before = contentOf(file);
    fault.left = n;
    const outcome = await act(createDomain(context) as TestDomain, first.admin, slug, key.id).then(
      () => 'done' as const,
      (error: unknown) => error,
    );
    const reached = fault.left === undefined || fault.left <= 0;
    fault.left = undefined;
    await context.tasks.stop();
    await context.minter.close();
    await store.close();
    assertLedgers(file, first.clock.now);
    return { before, after: contentOf(file), outcome, reached, told: told.length };
  };

  for (const [name, act] of Object.entries(useCases))
    it(`${name}: as before, or as after`, async (t) => {
      const whole = await attempt(act, undefined);
      assert.equal(whole.outcome, 'done', String(whole.outcome));
      assert.notEqual(whole.after.exact, whole.before.exact);
      let calls = 0;
      for (;;) {
        const { before, after: now, outcome, reached, told } = await attempt(act, calls + 1);
        if (!reached) {
          assert.equal(outcome, 'done');
          break;
        }
        calls += 1;
        const where = `call ${calls}: ${String(outcome)}`;
        if (now.exact === before.exact) {
          assert.equal(told, 0, `${where}: it announced what it did not do`);
          assert.notEqual(outcome, 'done', where);
        } else {
          assert.equal(now.shape, whole.after.shape, where);
          assert.equal(told, whole.told, where);
        }
      }
      t.diagnostic(`${calls} calls`);
      assert.ok(calls > 1);
    });
});

/** Every row of every table, and the same without what differs each time. */
function contentOf(file: string): { readonly exact: string; readonly shape: string } {
  const database = new DatabaseSync(file, { readOnly: true });
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const tables = names.map(({ name }) => [
    name,
    database.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[],
  ]) as [string, Record<string, unknown>[]][];
  database.close();
  const exact = JSON.stringify(tables);
  const constant = [
    'state',
    'published',
    'seq',
    'epoch',
    'revoked_at',
    'disabled_at',
    'expires_at',
    'action',
  ];
  const shape = tables.map(([name, rows]) => [
    name,
    rows.map((row) => constant.map((column) => row[column] ?? null)),
  ]);
  return { exact, shape: JSON.stringify(shape) };
}
