/** When the element requests a new token, also if the user's clock is wrong. */
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { TokenSource } from '../src/element/token-source.ts';

const MINUTE_MS = 60_000;

describe('The token of an embedded session', () => {
  for (const [clock, aheadMinutes, renewedAtMinute] of [
    ['right', 0, 14],
    ['ten minutes behind', -10, 14],
    ['an hour ahead', 60, 1],
  ] as const) {
    it(`is renewed after ${renewedAtMinute} minutes with a clock that is ${clock}`, async () => {
      mock.timers.enable({ apis: ['Date'], now: 1_900_000_000_000 + aheadMinutes * MINUTE_MS });
      let asked = 0;
      const source = new TokenSource(
        async () => {
          asked += 1;
          const authorityNow = Date.now() - aheadMinutes * MINUTE_MS;
          return { token: `t${asked}`, expiresAt: new Date(authorityNow + 15 * MINUTE_MS).toISOString() };
        },
        () => assert.fail('there is a session'),
      );
      try {
        assert.deepEqual(await source.headers(), { authorization: 'Bearer t1' });
        mock.timers.tick(renewedAtMinute * MINUTE_MS);
        await source.headers();
        assert.equal(asked, 1);
        mock.timers.tick(1);
        assert.deepEqual(await source.headers(), { authorization: 'Bearer t2' });
      } finally {
        mock.timers.reset();
      }
    });
  }
});
