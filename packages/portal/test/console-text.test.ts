/** What the console computes without a browser: exports for spreadsheets, and how far a reader is behind. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csvCell } from '../src/console/audit/export-rows.ts';
import { changesOf, lagOf } from '../src/console/readers/lag.ts';

describe('A cell of CSV', () => {
  const cells: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t'=1"`],
    ['x;=cmd|/c calc', `"x;'=cmd|/c calc"`],
    ['x; +1', `"x; '+1"`],
    ['x\t@SUM(A1)', `"x\t'@SUM(A1)"`],
    ['a|-1', `"a|'-1"`],
    ['two\n=1+1', `"two\n'=1+1"`],
    ['x;"=1"', `"x;""'=1"""`],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['2030-01-31', '2030-01-31'],
    ['=HYPERLINK("x,y")', `"'=HYPERLINK(""x,y"")"`],
    ['  =1+1', "'  =1+1"],
  ];
  for (const [value, cell] of cells) it(JSON.stringify(value), () => assert.equal(csvCell(value), cell));
});

it("a reader's lag is the number of changes it has not seen", () => {
  const at = (seq: number, lineage = '9f86d081884c7d65') => ({
    position: `${lineage}.1795491362000.${seq}.3q2-7wABAgMEBQYHCAkKCw`,
  });
  assert.equal(lagOf(at(40), at(40)), 0);
  assert.equal(lagOf(at(37), at(40)), 3);
  assert.equal(lagOf(at(41), at(40)), 0, 'read before the workspace was');
  assert.equal(lagOf(at(40, '0123456789abcdef'), at(40)), 'other history');
  assert.equal(lagOf({ position: null }, at(40)), 'unknown');
  for (const position of ['', '40', '1.40', 'a.1.b.c', 'a.1.40.d.e']) {
    assert.equal(lagOf({ position }, at(40)), 'unknown', position);
    assert.equal(lagOf(at(40), { position }), 'unknown', position);
    assert.equal(changesOf(position), undefined, position);
  }
  assert.equal(changesOf(at(40).position), 40);
});
