import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { errorTable } from '../../src/errors.ts';

const text = readFileSync(new URL('../../../../spec/errors.md', import.meta.url), 'utf8');
const sections = text.split(/^## /m);
const section = (title: string): string => sections.find((item) => item.startsWith(`${title}\n`)) ?? '';
const ofAuthority = section('Codes of the authority');
const ofCore = section('Codes of packages/core');

/** The cells of each row of a section's only table. */
function rows(section: string): readonly (readonly string[])[] {
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('spec/errors.md and the code match', () => {
  it('codes, statuses and retries of the authority, in the same order', () => {
    const written = rows(ofAuthority).map(([code = '', status, , , retry]) => [
      code.replaceAll('`', ''),
      Number(status),
      retry === 'yes',
    ]);
    const known = Object.entries(errorTable).map(([code, { status, retryable }]) => [
      code,
      status,
      retryable,
    ]);
    assert.deepEqual(written, known);
  });
  it('codes of packages/core', () => {
    const source = readFileSync(new URL('../../../core/src/errors.ts', import.meta.url), 'utf8');
    const union = /export type KeyErrorCode =([^;]+);/.exec(source)?.[1] ?? '';
    const known = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
    assert.ok(known.length > 0);
    assert.deepEqual(
      rows(ofCore).map(([code]) => code?.replaceAll('`', '')),
      known,
    );
  });
  it('every row explains the meaning and the fix', () => {
    for (const row of [...rows(ofAuthority), ...rows(ofCore)])
      for (const cell of row) assert.ok(cell.length > 0, row[0]);
  });
});
