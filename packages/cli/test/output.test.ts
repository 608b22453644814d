import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { sheet, table } from '../src/output.ts';

describe('a table', () => {
  it('aligns its columns by their width on a terminal', () => {
    const rows = [
      ['Ada', 'end'],
      ['株式会社', 'end'],
      ['e\u0301te\u0301', 'end'],
    ];
    const lines = stripVTControlCharacters(table(['NAME', 'LAST'], rows)).split('\n');
    // A terminal uses two columns for each of the four characters, and none for a combining accent.
    assert.deepEqual(lines, [
      'NAME      LAST',
      'Ada       end',
      '株式会社  end',
      'e\u0301te\u0301       end',
    ]);
  });
});

describe('a sheet', () => {
  it('omits empty entries and aligns the others', () => {
    assert.equal(
      sheet([
        ['id', '1'],
        ['name', ''],
        ['customer', 'a'],
      ]),
      'id        1\ncustomer  a',
    );
  });
});
