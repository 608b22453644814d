/** Only the paths that the producer listed are open: no other spelling opens more. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isOpenPath, openTo } from '../src/door/open-rules.ts';

const rules = { preflight: false, openPaths: ['/public', '/v1/health'] };
const at = (target: string | undefined, method = 'GET') =>
  openTo(rules, { method, target, header: () => undefined, proof: () => undefined });

describe('a path', () => {
  for (const target of [
    '/public',
    '/public/',
    '/public/a/b.css',
    '/public?x=/../',
    '/v1/health',
    '/public/a.b/~c',
  ]) {
    it(`${target} is open`, () => assert.equal(at(target), 'path'));
  }
  const closed = [
    ...[
      '/',
      '/publi',
      '/publicx',
      '/public.json',
      '/PUBLIC',
      '/v1',
      '/v1/',
      '/v1/orders',
      '//public',
      '/./public',
    ],
    ...[
      '/public/../orders',
      '/public/..',
      '/public/./x',
      '/public/...',
      '/public//orders',
      '/public/%2e%2e/orders',
    ],
    ...['/public%2f..%2forders', '/public/;/../orders', '/public;x', '/public/a;b', '/public\\..\\orders'],
    ...[
      '/public/%00',
      '/public/\u00e9',
      '/public/a b',
      '/public/\t',
      '/orders?/public',
      '/orders/public',
      'public',
    ],
    ...['http://api.example/public', '*', ''],
  ];
  for (const target of closed) {
    it(`${JSON.stringify(target)} needs a key`, () => assert.equal(at(target), undefined));
  }
  it('that only the gateway knows needs a key', () => assert.equal(at(undefined), undefined));

  it('that is open is below a configured path however an upstream reads it', () => {
    const part = fc.constantFrom(
      'public',
      'orders',
      '..',
      '.',
      '',
      '%2e%2e',
      '%2F',
      ';',
      '\\',
      'v1',
      'health',
      '?',
      'PUBLIC',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.constantFrom('/', '//', '/%2f', '\\'),
        (parts, between) => {
          const target = `/${parts.join(between)}`;
          if (at(target) === undefined) return;
          const read = new URL(
            decodeURIComponent(target.split('?')[0] ?? '').replaceAll('\\', '/'),
            'http://a',
          ).pathname;
          assert.match(read, /^\/(?:public|v1\/health)(?:\/|$)/, target);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

it('only OPTIONS with both headers is a preflight', () => {
  const preflight = { preflight: true, openPaths: [] };
  const both = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
  const seen = (method: string, headers: Record<string, string>) =>
    openTo(preflight, { method, target: '/orders', header: (name) => headers[name], proof: () => undefined });
  assert.equal(seen('OPTIONS', both), 'preflight');
  for (const method of ['GET', 'options', 'POST', 'HEAD']) assert.equal(seen(method, both), undefined);
  assert.equal(seen('OPTIONS', { origin: both.origin }), undefined);
  assert.equal(seen('OPTIONS', { 'access-control-request-method': 'GET' }), undefined);
  assert.equal(
    openTo(rules, {
      method: 'OPTIONS',
      target: '/x',
      header: (n) => both[n as 'origin'],
      proof: () => undefined,
    }),
    undefined,
  );
});

it('a path that can be configured as open has one spelling', () => {
  for (const path of ['/public', '/v1/health', '/a.b/~c']) assert.ok(isOpenPath(path));
  for (const path of [
    '',
    '/',
    'public',
    '/public/',
    '//',
    '/a//b',
    '/..',
    '/a/../b',
    '/a%20b',
    '/a;b',
    '/*',
    '/a?b',
    '/a#b',
  ].filter((item) => item !== '/*'))
    assert.ok(!isOpenPath(path), path);
});
