/** The console's short rule for plain HTTP says the same as the authority's, of which it can't import the list of addresses. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopback } from '@lostwax/contract';
import { isAddress } from '../src/console/settings/draft.ts';

describe('an address over plain HTTP', () => {
  for (const host of [
    ...['localhost', 'LOCALHOST', '127.0.0.1', '127.0.0.2', '127.1', '2130706433', '[::1]', '[0:0::1]'],
    ...['localhost.evil.example', '127.0.0.1.evil.example', '126.0.0.1', '10.0.0.1', '[::2]', '[fd00::1]'],
  ])
    it(`${host} is accepted if the authority accepts it`, () => {
      const url = `http://${host}:8080/`;
      assert.equal(isAddress(url, /^https:$/), isLoopback(new URL(url).hostname));
    });
});
