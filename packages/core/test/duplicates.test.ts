import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as fc from 'fast-check';
import { duplicateMember } from '../src/duplicates.ts';

it('finds the second of two members, whatever stands around it', () => {
  const path = (text: string) => duplicateMember(text)?.join('/');
  assert.equal(path('{"a":1,"a":2}'), 'a');
  assert.equal(path('{"a":1,"\\u0061":2}'), 'a');
  assert.equal(path('[0,{"x":[[],{"b":"}","c":{},"b":"{"}]}]'), '1/x/1/b');
  assert.equal(path('{"":1, "":2}'), '');
  assert.equal(path('{"a\\\\":1,"a\\\\":2}'), 'a\\');
});

it('finds none in what has none', () => {
  const names = fc.constantFrom('a', 'b', '"', '\\', ':', '{', '__proto__', 'é');
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      names,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  void fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1), (value, space) => {
      assert.equal(duplicateMember(JSON.stringify(value, null, space)), undefined);
    }),
  );
});

it('finds one wherever it is put', () => {
  void fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(3), fc.constant('o')), { maxLength: 6 }), (steps) => {
      const inside = steps.reduceRight<string>(
        (text, step) => (step === 'o' ? `{"x":1,"o":${text}}` : `[${'0,'.repeat(step as number)}${text}]`),
        '{"d":[{"d":0}],"d":1}',
      );
      assert.deepEqual(duplicateMember(inside), [...steps, 'd']);
    }),
  );
});
