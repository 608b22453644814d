/**
 * Each use case is repeated with an error at its first call of the store, its second, and so on to its last. Whatever fails, the
 * database is as before or as after the use case, never in between once the next start has finished what was begun, and nothing is
 * announced that isn't in it.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { until } from '../../../../tools/testing/until.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { steps } from '../../src/domain/tasks/steps.ts';
import { Tasks } from '../../src/domain/tasks/tasks.ts';
import type { PinChange, Store } from '../../src/store/store.ts';
import { type Copy, postgresCopies, sqliteCopies } from '../support/copies.ts';
import { type Fault, failing } from '../support/failing-store.ts';
import { ORIGIN, openFixture, SECRET_KEY, type TestDomain } from '../support/fixture.ts';
import { populate, useCases } from '../support/use-cases.ts';

/** Operations on a customer's three keys take two steps. */
const KEYS_A_STEP = 2;
const LIMIT_MILLISECONDS = 30_000;
/** Each copy of a PostgreSQL database is some hundred files, so `npm test` fails every fourth call there. */
const POSTGRES_STRIDE = Number(process.env['LOSTWAX_EVERY_CALL_STRIDE'] ?? 4);
/** Stages that end at the same time: over PostgreSQL, a task is taken over after some seconds. */
const MOST_ENDING = 8;

const fixture = await openFixture();
const known = await populate(fixture);
await fixture.close();
const start = fixture.clock.now;

/** The domain over a store, as a process has it. */
async function openProcess(store: Store) {
  const clock = { now: start };
  const made = await createContext(store, ORIGIN, () => clock.now, SECRET_KEY);
  const context = { ...made, tasks: new Tasks(store, () => clock.now, steps, KEYS_A_STEP) };
  return {
    scene: { ...known, domain: createDomain(context) as TestDomain, context, clock },
    async close() {
      await context.tasks.stop();
      await context.minter.close();
    },
  };
}

/** A copy of the database on which a use case is attempted until it leaves a trace. */
async function openStage(copy: Copy) {
  const fault: Fault = { left: undefined };
  const process = await openProcess(failing(copy.store, fault));
  const told: PinChange[] = [];
  copy.store.onCommit((changes) => {
    if (typeof changes !== 'string') told.push(...changes);
  });
  return {
    told,
    /** Runs the use case with an error at call `n`. */
    async attempt(act: (typeof useCases)[string], n: number) {
      process.scene.clock.now = start;
      fault.left = n;
      const outcome = await act(process.scene).then(
        () => 'done' as const,
        (error: unknown) => error,
      );
      const reached = fault.left <= 0;
      fault.left = undefined;
      return { outcome, reached };
    },
    /** Finishes what was begun, as the next start does. */
    async end() {
      const { now } = process.scene.clock;
      await process.close();
      const next = await openProcess(copy.store);
      next.scene.clock.now = now;
      next.scene.context.tasks.start((error) => assert.fail(String(error)));
      const { tasks } = copy.store.read;
      await until('no task is left', LIMIT_MILLISECONDS, async () => (await tasks.all()).length === 0);
      await next.close();
      const content = shapeOf(await copy.content());
      await copy.assertLedgers(now);
      await copy.close();
      return content;
    },
  };
}

/** @param stride - 1 fails each call; 3 fails the first, the fourth and so on. */
function everyCall(copies: () => Promise<Copy>, stride: number): void {
  for (const [name, act] of Object.entries(useCases))
    it(`${name}: as before, or as after`, async (t) => {
      const ends: Promise<{ readonly where: string; readonly shape: string; readonly told: number }>[] = [];
      let copy = await copies();
      let stage = await openStage(copy);
      const before = JSON.stringify(await copy.content());
      for (let call = 1; ; call += stride) {
        const { outcome, reached } = await stage.attempt(act, call);
        const where = `call ${call}: ${String(outcome)}`;
        if (JSON.stringify(await copy.content()) === before) {
          assert.ok(reached && outcome !== 'done', where);
          assert.equal(stage.told.length, 0, `${where}: it announced what it did not do`);
          continue;
        }
        const { end, told } = stage;
        ends.push(end().then((shape) => ({ where, shape, told: told.length })));
        if (ends.length % MOST_ENDING === 0) await Promise.all(ends);
        if (!reached) {
          assert.equal(outcome, 'done', where);
          t.diagnostic(`${call - 1} calls at most`);
          assert.ok(call > 1);
          break;
        }
        assert.ok(outcome === 'done' || outcome instanceof Error, where);
        copy = await copies();
        stage = await openStage(copy);
      }
      const all = await Promise.all(ends);
      const whole = all.at(-1);
      for (const { where, shape, told } of all) {
        assert.equal(shape, whole?.shape, where);
        assert.equal(told, whole?.told, where);
      }
    });
}

/** The rows of all tables without what differs each time. */
function shapeOf(content: Awaited<ReturnType<Copy['content']>>): string {
  const constant = ['state', 'published', 'seq', 'epoch', 'action', 'kind', 'below'];
  const ended = ['revoked_at', 'disabled_at', 'expires_at'];
  const rowsOf = (rows: (typeof content)[string]): string[] =>
    rows.map((row) => JSON.stringify([...constant, ...ended].map((column) => row[column] ?? null))).sort();
  return JSON.stringify(Object.entries(content).map(([name, rows]) => [name, rowsOf(rows)]));
}

describe('an error at any call of the store (SQLite)', () => everyCall(sqliteCopies(fixture.file), 1));

describe('an error at any call of the store (PostgreSQL)', { skip: postgresPeer.skip }, async () => {
  if (postgresPeer.skip !== false) return;
  const postgres = await startPostgres();
  after(() => postgres.stop());
  everyCall(await postgresCopies(postgres, fixture.file), POSTGRES_STRIDE);
});
