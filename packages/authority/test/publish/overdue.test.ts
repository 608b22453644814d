/** An expired key isn't served, even while its end can't be written. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keySetText } from '@lostwax/core';
import { Overdue } from '../../src/publish/overdue.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { base, kidsOf, makeKey, serve, shardPath, TestWorkspace } from './support.ts';

const setPath = `${base}/jwks.json`;

it('an overdue key is in no document, whether few or many are overdue, until its end is written or it is extended', async (t) => {
  const workspace = await TestWorkspace.open(t);
  const overdue = new Overdue();
  const get = await serve(t, { store: workspace.store, overdue });
  const keys = Array.from({ length: 12 }, () => makeKey(1));
  const kept = makeKey(1);
  const other = makeKey(2);
  await workspace.add(...keys, kept, other);
  const [{ id }] = (await tablesBehind(workspace.store.read)
    .selectFrom('workspaces')
    .select('id')
    .execute()) as [{ id: number }];
  const before = await get(shardPath(1));

  for (const few of [keys.slice(0, 2), keys]) {
    overdue.set(few.map(({ kid }) => ({ workspace_id: id, kid })));
    const left = [...keys.filter((key) => !few.includes(key)), kept].map(({ kid }) => kid);
    for (const [path, expected] of [
      [shardPath(1), left],
      [setPath, [...left, other.kid]],
      [shardPath(2), [other.kid]],
    ] as const) {
      const { text, headers } = await get(path, { 'if-none-match': '*' });
      assert.deepEqual(new Set(kidsOf(text)), new Set(expected), path);
      assert.deepEqual([headers.etag, headers['cache-control']], [undefined, 'no-store'], path);
    }
    const { text } = await get(`${base}/jwks/key/${few[0]?.kid}.json`);
    assert.equal(text, keySetText('', await workspace.sentinel()));
  }

  overdue.set([{ workspace_id: id + 1, kid: kept.kid }]);
  assert.equal((await get(shardPath(1))).text, before.text, "another workspace's keys are its own");
  overdue.set([]);
  const after = await get(shardPath(1));
  assert.deepEqual([after.text, after.headers.etag], [before.text, before.headers.etag]);
});
