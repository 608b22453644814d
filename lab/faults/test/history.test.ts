import assert from 'node:assert/strict';
import { it } from 'node:test';
import { History } from '../history.ts';

const nothing = async (): Promise<void> => {};
const read = (value: number) => async (): Promise<number> => value;

it('a history in order passes', async () => {
  const history = new History('value');
  await history.read(read(0));
  await history.wrote(1, nothing);
  await history.read(read(1));
  await Promise.all([history.wrote(2, () => history.read(read(1))), history.read(read(2))]);
  history.check();
});

it('an older value after an acknowledged write, or after a newer read, is found', async () => {
  const lost = new History('value');
  await lost.wrote(1, nothing);
  await lost.read(read(0));
  assert.throws(() => lost.check(), /0 was read after 1/);
  const back = new History('value');
  await back.wrote(1, async () => {
    await back.read(read(1));
    await back.read(read(0));
  });
  assert.throws(() => back.check(), /0 was read after 1/);
});

it('a value that nobody has written yet is found', async () => {
  const history = new History('value');
  await history.read(read(1));
  await history.wrote(1, nothing);
  assert.throws(() => history.check(), /latest/);
});
