import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderJwk } from '@lostwax/core';
import fc from 'fast-check';
import { position, tag } from '../../../../tools/testing/position.ts';
import { positionOf } from '../../src/domain/workspaces/position.ts';
import { type Document, frameOf } from '../../src/publish/document.ts';
import { type LoadedShard, loadShard } from '../../src/publish/load.ts';
import { KeySet } from '../../src/publish/set.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import type { Store } from '../../src/store/store.ts';
import { plansOf } from '../support/plans.ts';
import { kidsOf, makeKey, type TestKey, TestWorkspace } from './support.ts';

const shown = (document: Document) => ({ text: Buffer.concat(document.parts).toString(), tag: document.tag });

async function openSet(store: Store): Promise<KeySet> {
  const row = await tablesBehind(store.read).selectFrom('workspaces').selectAll().executeTakeFirstOrThrow();
  const set = new KeySet(frameOf(row.sentinel), positionOf(row), (shard, held) =>
    loadShard(store.read, row.id, shard, held),
  );
  store.onCommit((changes) => {
    if (typeof changes === 'string') set.doubt();
    else for (const change of changes) set.take(change);
  });
  return set;
}

async function whole(set: KeySet) {
  await set.settle();
  return shown(set.document());
}

async function shardOf(set: KeySet, shard: number) {
  await set.shard(shard).settle();
  return shown(set.shard(shard).document());
}

describe('the order of a key set', () => {
  it('newest first in a shard, the shards in order, the sentinel once at the end', async (t) => {
    const workspace = await TestWorkspace.open(t);
    const [old, later, other, newest] = [makeKey(7), makeKey(7), makeKey(3), makeKey(7)] as const;
    const set = await openSet(workspace.store);
    await workspace.add(old, later, other);
    const before = await whole(set);
    await workspace.add(newest);
    const after = await whole(set);
    const kids = (keys: readonly TestKey[]): string[] => keys.map(({ kid }) => kid);
    assert.deepEqual(kidsOf(before.text), kids([other, later, old]));
    assert.deepEqual(kidsOf(after.text), kids([other, newest, later, old]));
    assert.deepEqual(kidsOf((await shardOf(set, 7)).text), kids([newest, later, old]));
    assert.deepEqual([before.tag, after.tag], [tag(3), tag(4)]);
  });

  it('a million keys are read from the index alone, in its order', async (t) => {
    const { store } = await TestWorkspace.open(t);
    const [plan = []] = await plansOf(store.read, (read) => read.published.shard(1, 2, undefined));
    const steps = plan.filter((detail) => /SEARCH keys/.test(detail));
    assert.deepEqual(
      steps.map((step) => /COVERING INDEX (\w+) \(workspace_id=\? AND shard=\?\)/.exec(step)?.[1]).sort(),
      ['keys_by_change', 'keys_by_shard'],
    );
    for (const step of steps) assert.doesNotMatch(plan[plan.indexOf(step) + 1] ?? '', /TEMP/);
  });
});

type Step = readonly ['add' | 'remove' | 'restore' | 'read' | 'whole' | 'unknown', number];

it('what is served depends only on the position, not on how it was reached', async (t) => {
  const shards = [0, 1, 255];
  const step: fc.Arbitrary<Step> = fc.tuple(
    fc.constantFrom('add', 'add', 'remove', 'restore', 'read', 'whole', 'unknown'),
    fc.nat(1_000),
  );
  // Opened only once, since what earlier runs left behind is part of the history too.
  const workspace = await TestWorkspace.open(t);
  const live: TestKey[] = [];
  const gone: TestKey[] = [];
  const take = (from: TestKey[], n: number): TestKey[] =>
    from.length > 0 ? from.splice(n % from.length, 1) : [];
  const set = await openSet(workspace.store);

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const writes: Promise<unknown>[] = [];
      for (const [kind, n] of steps) {
        const shard = shards[n % shards.length] as number;
        if (kind === 'add') {
          const key = makeKey(shard);
          writes.push(workspace.add(key));
          live.push(key);
        } else if (kind === 'remove') {
          const keys = take(live, n);
          writes.push(workspace.remove(...keys));
          gone.push(...keys);
        } else if (kind === 'restore') {
          const keys = take(gone, n);
          writes.push(workspace.restore(...keys));
          live.push(...keys);
        } else if (kind === 'unknown') set.doubt();
        // Not awaited: reads and commits may overlap in any way.
        else writes.push(kind === 'read' ? set.shard(shard).settle() : set.settle());
        if (n % 4 === 0) await Promise.all(writes.splice(0));
      }
      await Promise.all(writes);
      const fresh = await openSet(workspace.store);
      for (const shard of shards) assert.deepEqual(await shardOf(set, shard), await shardOf(fresh, shard));
      assert.deepEqual(await whole(set), await whole(fresh));
      assert.deepEqual(new Set(kidsOf((await whole(set)).text)), new Set(live.map(({ kid }) => kid)));
    }),
    { numRuns: 40, interruptAfterTimeLimit: 20_000 },
  );

  const before = await whole(set);
  await workspace.restart();
  assert.deepEqual(await whole(await openSet(workspace.store)), before);
});

describe('one position for all parts of a response', () => {
  const sentinel = renderJwk({ ...JSON.parse(makeKey().jwk), kid: 'acme_live_sentinel' });

  /** A set over a store that someone else writes to without notifying it. */
  function openForeign(onLoad: (shard: number, reads: number) => void) {
    const foreign = { seq: 0, versions: new Map<number, number>() };
    let reads = 0;
    const set = new KeySet(frameOf(sentinel), position(0), async (shard): Promise<LoadedShard> => {
      reads += 1;
      onLoad(shard, reads);
      const version = position(foreign.versions.get(shard) ?? 0);
      const bytes = Buffer.from(version.seq === 0 ? '' : `{"shard":${shard},"seq":${version.seq}},`);
      return { position: position(foreign.seq), version, entries: { count: 1, bytes } };
    });
    const write = (shard: number): void => {
      foreign.seq += 1;
      foreign.versions.set(shard, foreign.seq);
    };
    return { set, write, change: () => ({ ...position(foreign.seq), workspaceId: 1 }) };
  }

  it('parts that fall behind while a set is read are read again', async () => {
    const { set, write } = openForeign((_, reads) => {
      if (reads !== 100) return;
      write(5);
      write(200);
    });
    const { text, tag: is } = await whole(set);
    assert.equal(is, tag(2));
    assert.match(text, /"shard":5,"seq":1.*"shard":200,"seq":2/);
  });

  it('a missing change number shows that another process wrote', async () => {
    const { set, write, change } = openForeign(() => {});
    await whole(set);
    write(5);
    write(9);
    set.take({ ...change(), ...makeKey(9), shard: 9, kind: 'added' });
    const { text, tag: is } = await whole(set);
    assert.equal(is, tag(2));
    assert.match(text, /"shard":5,"seq":1.*"shard":9,"seq":2/);
  });

  it('removing a missing key drops the ETag until everything is read again', async () => {
    const { set, write, change } = openForeign(() => {});
    await whole(set);
    write(5);
    set.take({ ...change(), ...makeKey(5), shard: 5, kind: 'removed' });
    assert.equal(shown(set.document()).tag, undefined);
    assert.equal((await whole(set)).tag, tag(1));
  });

  it('a set that keeps changing is returned without an ETag', async () => {
    const { set, write } = openForeign((shard) => write((shard + 128) % 256));
    assert.equal((await whole(set)).tag, undefined);
  });
});
