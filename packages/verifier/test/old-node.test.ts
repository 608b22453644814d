import assert from 'node:assert/strict';
import { it } from 'node:test';
import { attachVerifier, createVerifier } from '../src/index.ts';

it('an outdated Node is reported by a code, not by a TypeError', () => {
  const real = process.versions;
  Object.defineProperty(process, 'versions', { value: { ...real, node: '20.20.2' }, configurable: true });
  try {
    const shared = { sets: [], audiences: [], cachedKeys: 1, transferList: [] };
    assert.throws(() => createVerifier({ issuers: ['http://localhost:1/acme'] }), { code: 'node_too_old' });
    assert.throws(() => attachVerifier(shared), { code: 'node_too_old' });
  } finally {
    Object.defineProperty(process, 'versions', { value: real, configurable: true });
  }
});
