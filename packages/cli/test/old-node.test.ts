import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { binFolder } from './support/authority.ts';

it('an old Node reports that it is too old, with the exit code of a usage error and not of a refused key', () => {
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`;
  const args = ['--import', `data:text/javascript,${old}`, `${binFolder}/lostwax.js`, 'verify', 'x'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, 2, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /^lostwax needs Node 24 or newer; .* "npx lostwax" uses the right one\.\n$/);
});
