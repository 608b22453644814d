/** The setup checklist gives a test key or a command for every method that a workspace may allow. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Key } from '@lostwax/client';
import {
  callWith,
  certificateCall,
  certificateCommand,
  testMethodOf,
} from '../src/console/setup/test-key.ts';

const METHODS: readonly Key['method'][] = [
  'signed',
  'opaque',
  'oauth-client',
  'certificate',
  'shared-signed',
];
const call = (method: Key['method']): string =>
  callWith(
    'https://api.example/',
    { key: { id: 'acme_1', method } as Key, token: 'text' },
    { issuer: 'https://keys.example' },
  );

describe('the test key of the setup checklist', () => {
  for (const method of METHODS) {
    it(`fits a workspace that allows only ${method}`, () => {
      const test = testMethodOf([method]);
      assert.equal(test, method === 'certificate' ? undefined : method);
      if (test === undefined) {
        assert.match(certificateCommand('acme', 'c'), /--method certificate --certificate client\.pem/);
        assert.match(certificateCall('https://api.example/'), /--cert client\.pem --key client\.key/);
      } else {
        assert.match(call(test), test === 'oauth-client' ? /\/oauth\/token/ : /Bearer text/);
      }
    });
  }

  it('is never a certificate if another method is allowed, nor an OAuth client if a key will do', () => {
    assert.equal(testMethodOf(['certificate', 'oauth-client', 'opaque']), 'opaque');
    assert.equal(testMethodOf(['certificate', 'oauth-client']), 'oauth-client');
  });
});
