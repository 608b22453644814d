import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { AuthorityError } from '../src/errors.ts';
import { Outage } from '../src/outage.ts';

it('an outage of the database is logged when it begins, once a minute, and when it is over', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: { msg: string; failures?: number; seconds?: number }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  let [now, isWell] = [0, false];
  const outage = new Outage({
    log,
    probe: () => (isWell ? Promise.resolve() : Promise.reject(new Error('down'))),
    now: () => now,
  });
  const fail = () => outage.failed(new AuthorityError('storage_unavailable', 'Try again.'), 'work failed');
  const pass = async (seconds: number, failing: boolean): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      if (failing) for (let n = 0; n < 8; n += 1) fail();
      now += 1_000;
      t.mock.timers.tick(1_000);
      await turn();
    }
  };
  const said = (): unknown[] => lines.splice(0).map(({ msg, failures, seconds }) => [msg, failures, seconds]);

  await pass(150, true);
  assert.deepEqual(said(), [
    ['work failed', undefined, undefined],
    ['the database still fails', 480, 60],
    ['the database still fails', 960, 120],
  ]);
  // The database can be reached, but something is still refused.
  isWell = true;
  await pass(10, true);
  assert.deepEqual(said(), []);
  await pass(6, false);
  assert.deepEqual(said(), [['the database works again', 1_280, 164]]);
  await pass(60, false);
  assert.deepEqual(said(), []);
  fail();
  outage.failed(new TypeError('a bug'), 'other work failed');
  assert.deepEqual(said(), [
    ['work failed', undefined, undefined],
    ['other work failed', undefined, undefined],
  ]);
  outage.close();
});
