import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { until } from '../../../tools/testing/until.ts';
import type { CheckedKey } from '../src/key.ts';
import { KeyCache } from '../src/key-cache.ts';
import { PinTable } from '../src/pin-table.ts';
import type { Segment } from '../src/pins/segment.ts';
import { pinOfNumber } from './support/pins.ts';
import { LIMIT_MS } from './support/scene.ts';

const key: CheckedKey = {
  ...{
    keyId: 'k',
    subject: 'c',
    issuer: 'https://keys.example.com/acme',
    workspace: 'acme',
    audience: 'acme',
  },
  ...{ scopes: [], claims: {}, method: 'signed' },
};
const set = {};
const pin = pinOfNumber(1);

/** A table with one record and its cache entry, with no other reference to it. */
function known(cache: KeyCache<CheckedKey['claims']>): WeakRef<Segment> {
  const table = new PinTable({ withRecords: true });
  table.add(pin, Buffer.from('{}'));
  const found = table.find(pin);
  assert.ok(found);
  cache.put(set, pin, found, key);
  assert.equal(cache.get(set, pin, found), key);
  return new WeakRef(found.segment);
}

it('a cached key does not keep a replaced set in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const cache = new KeyCache<CheckedKey['claims']>(16);
  const segment = known(cache);
  await until('its memory is free', LIMIT_MS, () => {
    collect();
    return segment.deref() === undefined;
  });
  assert.equal(cache.get(set, pin, undefined), key, 'and the key is still accepted');
});

it('the same pin at the same place of another segment is another record', () => {
  const cache = new KeyCache<CheckedKey['claims']>(16);
  known(cache);
  const other = new PinTable({ withRecords: true });
  other.add(pin, Buffer.from('[]'));
  assert.equal(cache.get(set, pin, other.find(pin)), undefined);
});
