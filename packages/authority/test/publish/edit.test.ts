import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { position } from '../../../../tools/testing/position.ts';
import { applyChanges, entryOf } from '../../src/publish/edit.ts';
import type { PinChange } from '../../src/store/store.ts';
import { makeKey, type TestKey } from './support.ts';

const entriesOf = (keys: readonly TestKey[]) => ({
  count: keys.length,
  bytes: Buffer.from(keys.map(({ jwk }) => `${jwk},`).join('')),
});
const change = (kind: PinChange['kind'], key: TestKey): PinChange => ({
  ...{ workspaceId: 1, ...position(1), kind },
  ...key,
});

describe('changes applied to the bytes of a shard', () => {
  const [a, b, c, d] = [makeKey(), makeKey(), makeKey(), makeKey()] as const;

  for (const [name, gone, left] of [
    ['first', a, [b, c]],
    ['middle', b, [a, c]],
    ['last', c, [a, b]],
  ] as const) {
    it(`the ${name} key is cut out`, () => {
      const edited = applyChanges(entriesOf([a, b, c]), [change('removed', gone)]);
      assert.deepEqual(edited, { ...entriesOf(left), complete: true });
    });
  }

  it('the only key is cut out, leaving nothing', () => {
    const edited = applyChanges(entriesOf([a]), [change('removed', a)]);
    assert.deepEqual(edited, { ...entriesOf([]), complete: true });
  });

  it('several go at once, in any order', () => {
    const edited = applyChanges(entriesOf([a, b, c]), [change('removed', c), change('removed', a)]);
    assert.deepEqual(edited, { ...entriesOf([b]), complete: true });
  });

  it('very many are cut out in one pass, at the edges too, and a missing one is noticed', () => {
    const keys = Array.from({ length: 400 }, () => makeKey());
    const goes = (_: TestKey, index: number) => index % 3 === 0 || index === 399;
    const removals = keys.filter(goes).map((key) => change('removed', key));
    const left = entriesOf(keys.filter((key, index) => !goes(key, index)));
    assert.deepEqual(applyChanges(entriesOf(keys), removals.toReversed()), { ...left, complete: true });
    const missed = [...removals, change('removed', d)];
    assert.deepEqual(applyChanges(entriesOf(keys), missed), { ...left, complete: false });
    const all = keys.map((key) => change('removed', key));
    assert.deepEqual(applyChanges(entriesOf(keys), all), { ...entriesOf([]), complete: true });
  });

  it('additions go in front, newest first', () => {
    const edited = applyChanges(entriesOf([a]), [change('added', b), change('added', c)]);
    assert.deepEqual(edited, { ...entriesOf([c, b, a]), complete: true });
  });

  it('a key added and removed in the meantime leaves nothing', () => {
    const edited = applyChanges(entriesOf([a]), [
      change('added', b),
      change('added', c),
      change('removed', b),
    ]);
    assert.deepEqual(edited, { ...entriesOf([c, a]), complete: true });
  });

  it('a restored key has no place without the store', () => {
    const edited = applyChanges(entriesOf([a]), [change('restored', b), change('added', c)]);
    assert.deepEqual(edited, { ...entriesOf([c, a]), complete: false });
  });

  it('removed, restored and removed again is cut out once', () => {
    const changes = [change('removed', a), change('restored', a), change('removed', a)];
    assert.deepEqual(applyChanges(entriesOf([a, b]), changes), { ...entriesOf([b]), complete: false });
  });

  it('a removal that finds nothing reports a missed change', () => {
    assert.equal(applyChanges(entriesOf([a]), [change('removed', d)]).complete, false);
  });

  it('an entry is found by its complete key ID', () => {
    assert.equal(entryOf(entriesOf([a, b]), b.kid)?.toString(), b.jwk);
    assert.equal(entryOf(entriesOf([a, b]), b.kid.slice(0, -1)), undefined);
    assert.equal(entryOf(entriesOf([]), b.kid), undefined);
  });
});
