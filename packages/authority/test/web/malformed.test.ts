/** Input that isn't a valid request, or is too large, is answered with an error response too. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const authorization = `Authorization: Bearer ${fixture.admin.token}`;
const post = `POST /v1/workspaces/${slug}/keys HTTP/1.1\r\nHost: a\r\n${authorization}\r\nContent-Type: application/json\r\n`;
const health = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';

/** Everything received on one connection until the authority closes it. */
function all(sent: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(fixture.port, '127.0.0.1', () => socket.write(sent));
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.once('end', () => resolve(text)).once('error', reject);
  return promise;
}

const malformed: Readonly<Record<string, readonly [string, number, string]>> = {
  'headers of more than 128 KiB': [
    `GET /healthz HTTP/1.1\r\nHost: a\r\nCookie: ${'c'.repeat(140_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
  'a query of more than 128 KiB': [
    `GET /v1/workspaces?q=${'q'.repeat(140_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    431,
    'headers_too_large',
  ],
  'another protocol': ['\x16\x03\x01\x02\x00\x01\x00', 400, 'invalid_request'],
  'no Host': ['GET /healthz HTTP/1.1\r\n\r\n', 400, 'invalid_request'],
  'two lengths': [`${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400, 'invalid_request'],
  'a length and parts': [
    `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    'invalid_request',
  ],
  'a folded header': ['GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', 400, 'invalid_request'],
  'a part that has no length': [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400, 'invalid_request'],
  'an expectation': [`${post}Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}`, 400, 'invalid_request'],
  'a tunnel': ['CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n', 400, 'invalid_request'],
};

describe('invalid requests', () => {
  for (const [what, [sent, status, code]] of Object.entries(malformed)) {
    it(`${what}: ${status} ${code}`, async () => {
      const before = await fixture.state();
      const text = await all(sent);
      const [head = '', body = ''] = text.split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(head, /^content-type: application\/problem\+json\r?$/im);
      assert.match(head, /^connection: close\r?$/im);
      const problem = JSON.parse(body);
      assert.deepEqual([problem.status, problem.code], [status, code]);
      assert.ok(problem.detail && problem.requestId);
      assert.equal(await fixture.state(), before);
    });
  }

  it('get their response after those to earlier requests', async () => {
    const text = await all(`${health}${health}nonsense\r\n\r\n`);
    assert.deepEqual(
      [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
      ['200', '200', '400'],
    );
  });
});

it('headers of 100 KiB are accepted, as by a gate', async () => {
  const headers = ['cookie', `a=${'c'.repeat(100_000)}`];
  const { status } = await fixture.send({ method: 'GET', path: '/v1/workspaces', headers });
  assert.equal(status, 200);
});
