import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { position, tag } from '../../../../tools/testing/position.ts';
import type { Document } from '../../src/publish/document.ts';
import { frameOf } from '../../src/publish/document.ts';
import type { LoadedShard } from '../../src/publish/load.ts';
import { Shard } from '../../src/publish/shard.ts';
import type { PinChange } from '../../src/store/store.ts';
import { makeKey, type TestKey } from './support.ts';

const frame = frameOf('{"kid":"acme_live_sentinel"}');

/** A store that answers reads when the test decides, with its state at the time they began. */
class SlowStore {
  readonly reads: (() => void)[] = [];
  readonly shard: Shard = new Shard(frame, (held) => {
    const seen = this.#seen();
    const same = held !== undefined && held.seq === seen.version.seq;
    return new Promise((resolve, reject) => {
      if (this.broken) reject(new Error('the disk is gone'));
      this.reads.push(() => resolve(same ? { ...seen, entries: undefined } : seen));
    });
  });
  broken = false;
  #seq = 0;
  #version = 0;
  #keys: TestKey[] = [];
  readonly #order: TestKey[] = [];

  /** Commits, and returns what listeners receive. */
  commit(kind: PinChange['kind'], key: TestKey): PinChange {
    this.#seq += 1;
    this.#version = this.#seq;
    if (kind === 'added') this.#order.unshift(key);
    const live = new Set(this.#keys);
    if (kind === 'removed') live.delete(key);
    else live.add(key);
    this.#keys = this.#order.filter((each) => live.has(each));
    return { workspaceId: 1, ...position(this.#seq), ...key, kind };
  }

  tell(kind: PinChange['kind'], key: TestKey): void {
    this.shard.take(this.commit(kind, key));
  }

  /** Answers reads, and those that follow from them, until none is pending. */
  async answering<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const settled = work.finally(() => {
      done = true;
    });
    while (!done) {
      this.reads.shift()?.();
      await new Promise(setImmediate);
    }
    return settled;
  }

  async current(): Promise<Document> {
    await this.answering(this.shard.settle());
    return this.shard.document();
  }

  #seen(): LoadedShard {
    const bytes = Buffer.from(this.#keys.map(({ jwk }) => `${jwk},`).join(''));
    const version = position(this.#version);
    return { position: position(this.#seq), version, entries: { count: this.#keys.length, bytes } };
  }

  /** What a reader must receive now. */
  expected(): { text: string; tag: string } {
    const { entries, version } = this.#seen();
    return { text: `{"keys":[${entries?.bytes}${frame.tail}`, tag: tag(version.seq) };
  }
}

const shown = ({ parts, tag }: Document) => ({ text: Buffer.concat(parts).toString(), tag });

describe('a shard during changes', () => {
  const [a, b, c] = [makeKey(), makeKey(), makeKey()] as const;

  it('nothing is read before a request, and nothing twice', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    assert.equal(store.reads.length, 0);
    const both = Promise.all([store.shard.settle(), store.shard.settle()]);
    assert.equal(store.reads.length, 1);
    await store.answering(both);
    assert.deepEqual(shown(store.shard.document()), store.expected());
    assert.equal(store.shard.document(), store.shard.document());
  });

  it('a change that the current read has not seen is applied to its result', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    const settled = store.shard.settle();
    store.tell('added', b);
    store.tell('removed', a);
    await store.answering(settled);
    assert.deepEqual(shown(store.shard.document()), store.expected());
  });

  it('a change that the read has seen is not applied again when its notification arrives later', async () => {
    const store = new SlowStore();
    const [first, second] = [store.commit('added', a), store.commit('added', b)];
    const settled = store.shard.settle();
    store.shard.take(first);
    await store.answering(settled);
    store.shard.take(second);
    assert.deepEqual(shown(store.shard.document()), store.expected());
    assert.ok(store.shard.complete);
  });

  it('a key restored during a read causes another read', async () => {
    const store = new SlowStore();
    for (const key of [a, b, c]) store.tell('added', key);
    store.tell('removed', b);
    const settled = store.shard.settle();
    store.tell('restored', b);
    await store.answering(settled);
    assert.deepEqual(shown(store.shard.document()), store.expected());
  });

  it('a doubt during a read causes another read, which includes changes without a notification', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    const settled = store.shard.settle();
    store.commit('added', b);
    store.shard.doubt();
    await store.answering(settled);
    assert.deepEqual(shown(store.shard.document()), store.expected());
  });

  it('many changes during a read are all applied', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    await store.current();
    store.commit('added', b);
    store.shard.doubt();
    const settled = store.shard.settle();
    for (let n = 0; n < 100; n += 1) store.tell('added', makeKey());
    await store.answering(settled);
    assert.deepEqual(shown(store.shard.document()), store.expected());
  });

  it('a doubt without a change keeps the bytes', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    const [, before] = (await store.current()).parts;
    store.shard.doubt();
    const [, after] = (await store.current()).parts;
    assert.equal(after, before);
  });

  it('a thousand changes without a request are applied incrementally', async () => {
    const store = new SlowStore();
    await store.current();
    for (let n = 0; n < 1_000; n += 1) {
      const key = makeKey();
      store.tell('added', key);
      if (n % 3 === 0) store.tell('removed', key);
    }
    assert.equal(store.reads.length, 0);
    assert.deepEqual(shown(store.shard.document()), store.expected());
  });
});

describe('a shard whose store fails', () => {
  const [a, b] = [makeKey(), makeKey()] as const;

  it('reports it if nothing was read before, and tries again the next time', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    store.broken = true;
    await assert.rejects(store.shard.settle(), /the disk is gone/);
    assert.equal(store.shard.loaded, false);
    store.broken = false;
    assert.deepEqual(shown(await store.current()), store.expected());
  });

  it('drops removed keys from memory, and the ETag if changes wait for the store', async () => {
    const store = new SlowStore();
    for (const key of [a, b]) store.tell('added', key);
    store.tell('removed', a);
    await store.current();
    store.broken = true;
    store.tell('restored', a);
    store.tell('removed', b);
    await assert.rejects(store.shard.settle());
    assert.deepEqual(shown(store.shard.document()), { text: `{"keys":[${frame.tail}`, tag: undefined });
    store.broken = false;
    assert.deepEqual(shown(await store.current()), store.expected());
  });

  it('responds with what it has, under its own version, when in doubt', async () => {
    const store = new SlowStore();
    store.tell('added', a);
    await store.current();
    const held = store.expected();
    store.commit('added', b);
    store.shard.doubt();
    store.broken = true;
    await assert.rejects(store.shard.settle());
    assert.deepEqual(shown(store.shard.document()), held);
  });
});
