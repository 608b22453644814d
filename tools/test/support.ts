import assert from 'node:assert/strict';
import type { Check } from '../checks/check.ts';

function findings(check: Check, path: string, text: string): string[] {
  return check.run([{ path, text }]);
}

export function assertBroken(check: Check, path: string, text: string, expected: RegExp): void {
  const found = findings(check, path, text);
  assert.equal(found.length, 1, `${text}: ${found.join('; ')}`);
  assert.match(found[0] ?? '', expected);
}

export function assertKept(check: Check, path: string, text: string): void {
  assert.deepEqual(findings(check, path, text), []);
}
