import assert from 'node:assert/strict';
import type { Seen } from '../../../tools/testing/echo.ts';
import type { Answer, HeaderLine } from '../../../tools/testing/request.ts';

/** The origin of the page that sends {@link preflight}. */
export const PAGE = 'https://app.example.com';

/** The header lines that make an `OPTIONS` request a CORS preflight. */
export const preflight: readonly [origin: HeaderLine, method: HeaderLine] = [
  ['Origin', PAGE],
  ['Access-Control-Request-Method', 'PUT'],
];

/** An identity as a client would forge it. */
export const forged: readonly HeaderLine[] = [
  ...['x-lostwax-subject', 'X_Lostwax_Subject', 'x.lostwax.workspace', 'x-lostwax-open'],
].map((name) => [name, 'forged']);

/**
 * Asserts that a request was let through as nobody's: with neither an identity nor the key that was in it.
 *
 * @param reason - Why it needed no key, as the upstream is told.
 */
export function assertNobodys({ status, text }: Answer, reason: 'preflight' | 'path'): void {
  assert.equal(status, 200, text);
  const { headers } = JSON.parse(text) as Seen;
  const identity = headers.filter(
    ([name, value]) => (/lostwax|authorization|api.key/.test(name) && value !== '') || value === 'forged',
  );
  assert.deepEqual(identity, [['x-lostwax-open', reason]]);
}
