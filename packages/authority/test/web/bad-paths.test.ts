import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}`;
await fixture.domain.issue(fixture.admin, slug, { customer: 'a' });

describe('ambiguous paths', () => {
  const paths = [
    `${base}/../${slug}/keys`,
    '/v1/../v1/workspaces',
    '/../../etc/passwd',
    '/v1/workspaces/..',
    '/v1/./workspaces',
    '/v1//workspaces',
    '//v1/workspaces',
    '/v1/workspaces//',
    '/v1/%2e%2e/v1/workspaces',
    '/v1/%2E%2E%2Fworkspaces',
    '/v1%2fworkspaces',
    '/v1/workspac%65s',
    `${base}%2fkeys`,
    '/v1\\workspaces',
    '/v1/workspaces;a=b',
    `${base}/keys%00`,
    `${base}/customers/..`,
    `${base}/customers/.`,
    `${base}/customers/%2e%2e`,
    `${base}/customers/a%2e`,
    `${base}/customers/a%2`,
    `${base}/customers/a%zz`,
    `${base}/customers/%ff`,
    `${base}/customers/%ed%a0%80`,
    `${base}/customers/a\\b`,
    `/v1/${'x'.repeat(2_048)}`,
    `/v1/workspaces?${'x'.repeat(4_096)}`,
    '*',
    'http://127.0.0.1/v1/workspaces',
    'https://elsewhere.example/v1/workspaces',
  ];
  for (const path of paths) {
    it(path.slice(0, 60), async () => {
      await fixture.refused({ method: 'GET', path }, 400, 'invalid_request');
    });
  }
});

describe('paths that do not exist', () => {
  for (const path of [
    '/',
    '/v1',
    '/v1/',
    '/v2/workspaces',
    '/v1/workspaces/',
    `${base}/keys/`,
    '/v1/Workspaces',
    `${base}/keys:`,
    '/admin',
  ]) {
    it(path, async () => {
      await fixture.refused({ method: 'GET', path }, 404, 'not_found');
    });
  }
  it('invalid customers', async () => {
    for (const id of ['a%20b', '%C3%A9', '%00', 'nobody', 'x'.repeat(256)]) {
      await fixture.refused({ method: 'GET', path: `${base}/customers/${id}` }, 404, 'customer_not_found');
    }
  });
  it('invalid workspaces', async () => {
    for (const name of ['nowhere', 'Acme', '1', 'a.b', '__proto__', 'x'.repeat(64)]) {
      await fixture.refused({ method: 'GET', path: `/v1/workspaces/${name}` }, 404, 'workspace_not_found');
    }
  });
});

describe('methods', () => {
  for (const [method, path, allow] of [
    ['DELETE', '/v1/workspaces', 'POST, GET, HEAD'],
    ['PUT', `${base}/keys`, 'POST, GET, HEAD'],
    ['GET', `${base}/keys:batch`, 'POST'],
    ['GET', `${base}/keys:import`, 'POST'],
    ['OPTIONS', '/v1/self/revoke', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PROPFIND', base, 'GET, HEAD, PATCH'],
    ['TRACE', base, 'GET, HEAD, PATCH'],
  ] as const) {
    it(`${method} ${path}`, async () => {
      const { headers } = await fixture.refused({ method, path }, 405, 'method_not_allowed');
      assert.equal(headers.allow, allow);
    });
  }
});

it('HEAD responds like GET, without a body', async () => {
  const head = await fixture.send({ method: 'HEAD', path: base });
  const get = await fixture.send({ method: 'GET', path: base });
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal(head.headers['content-type'], get.headers['content-type']);
});

it('no path, however wild, ends in a 500 or changes anything', async () => {
  const before = await fixture.state();
  const piece = fc.oneof(
    fc.constantFrom(
      'v1',
      'workspaces',
      slug,
      'keys',
      'customers',
      '..',
      '%2e',
      '%2F',
      '%',
      '\\',
      '',
      ':batch',
      '?',
      'x',
    ),
    fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      maxLength: 12,
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 8 }),
      fc.constantFrom('GET', 'HEAD', 'OPTIONS'),
      async (pieces, method) => {
        const { status, text } = await fixture.send({ method, path: `/${pieces.join('/')}` });
        assert.ok(status < 500, `${status} ${text}`);
      },
    ),
    { numRuns: 300 },
  );
  assert.equal(await fixture.state(), before);
});

it('bytes that are not HTTP get 400 and a closed connection', async () => {
  for (const bytes of [
    'GET /v1/work\u0000spaces HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    '\u0016\u0003\u0001',
    'GET v1/workspaces HTTP/1.1\r\nHost: a\r\n\r\n',
  ]) {
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = connect(fixture.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.end(bytes);
    assert.match(await promise, /^(HTTP\/1\.1 400 |$)/);
  }
});
