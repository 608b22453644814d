import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accepts, matchingEtag } from '../../src/publish/conditions.ts';

describe('If-None-Match', () => {
  for (const [header, expected] of [
    ['"1.5"', '"1.5"'],
    ['W/"1.5"', '"1.5"'],
    ['"1.5-gzip"', '"1.5-gzip"'],
    ['W/"1.5-gzip"', '"1.5-gzip"'],
    ['"1.4", "1.5"', '"1.5"'],
    ['"1.4","x,y" , W/"1.5"', '"1.5"'],
    ['*', '"1.5"'],
    [' * ', '"1.5"'],
    ['"1.4"', undefined],
    ['"1.50"', undefined],
    ['1.5', undefined],
    ['"1.5', undefined],
    ['', undefined],
    ['"', undefined],
    ['"*"', undefined],
  ] as const) {
    it(`${header || 'nothing'} gives ${expected}`, () => {
      assert.equal(matchingEtag(header, '1.5'), expected);
    });
  }
});

describe('Accept-Encoding', () => {
  for (const [header, expected] of [
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['GZIP', true],
    ['x-gzip', true],
    ['br, gzip;q=0.5', true],
    ['gzip ; q=0', false],
    ['gzip;q=0.000', false],
    ['gzip;q=0.001', true],
    ['*', true],
    ['*;q=0', false],
    ['gzip;q=0, *', false],
    ['gzip, *;q=0', true],
    ['identity', false],
    ['br', false],
    ['gzipped', false],
  ] as const) {
    it(`${header ?? 'nothing'} gives ${expected}`, () => {
      assert.equal(accepts(header, 'gzip'), expected);
    });
  }
});
