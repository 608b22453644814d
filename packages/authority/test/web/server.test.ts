import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import { until } from '../../../../tools/testing/until.ts';
import { createRequestListener } from '../../src/api/server.ts';
import type { Domain } from '../../src/domain/use-cases.ts';
import { AuthorityError } from '../../src/errors.ts';
import { answerWith, closeServer, makeServer } from '../../src/web/lifetime.ts';
import { workspace } from '../support/fixture.ts';
import { type Answer, assertProblem, openHttpFixture } from '../support/http.ts';
import { keyText } from '../support/key-text.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}`;

describe('every API response', () => {
  it('is not cached, reveals nothing to browsers, and has a unique request ID', async () => {
    const answers: Answer[] = [];
    for (const path of ['/v1/workspaces', base, '/v1/nothing', '/v1/..', '/healthz', '/metrics']) {
      answers.push(
        await fixture.send({ method: 'GET', path }),
        await fixture.send({ method: 'GET', path, key: null }),
      );
    }
    for (const { headers } of answers) {
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(String(headers['content-security-policy']), /default-src 'none'/);
      assert.match(String(headers['x-request-id']), /^[\w-]{16}$/);
      assert.equal(headers['access-control-allow-origin'], undefined);
      assert.equal(headers['server'], undefined);
    }
    assert.equal(new Set(answers.map(({ headers }) => headers['x-request-id'])).size, answers.length);
  });
});

describe('health', () => {
  it('healthz and readyz need no key, and accept what a load balancer adds', async () => {
    for (const path of ['/healthz', '/readyz', '/healthz?x=1']) {
      const { status, json } = await fixture.send({ method: 'GET', path, key: null });
      assert.deepEqual([status, json], [200, { status: 'ok' }]);
    }
  });
});

describe('metrics and logs', () => {
  it('name routes, never a customer, a key ID, a query, a body or a token', async () => {
    const issued = await fixture.send({
      method: 'POST',
      path: `${base}/keys`,
      body: { customer: 'cus_secret', name: 'name_secret' },
    });
    const { id } = issued.json.key;
    await fixture.send({ method: 'GET', path: `${base}/keys/${id}` });
    await fixture.send({ method: 'GET', path: `${base}/customers/cus_secret` });
    await fixture.send({ method: 'GET', path: `${base}/keys?q=query_secret` });
    await fixture.send({ method: 'GET', path: `/v1/${issued.json.token}` });
    await fixture.send({ method: 'BREW', path: '/' }).catch(() => {});
    const { text } = await fixture.send({ method: 'GET', path: '/metrics' });
    const counted = 'lostwax_http_requests_total{method="GET",route=';
    assert.ok(text.includes(`${counted}"/v1/workspaces/{workspace}/keys/{keyId}",status="200"} 1`));
    assert.ok(text.includes(`${counted}"none",status="404"}`));
    assert.ok(text.includes('lostwax_http_request_duration_seconds_bucket'));
    const logged = fixture.logged.join('');
    const line = fixture.logged
      .map((item) => JSON.parse(item))
      .find(({ requestId }) => requestId === issued.headers['x-request-id']);
    assert.deepEqual(
      [line.method, line.route, line.status, line.actor, typeof line.ms],
      ['POST', '/v1/workspaces/{workspace}/keys', 201, fixture.admin.id, 'number'],
    );
    for (const kept of [text, logged]) assert.ok(!/_secret|eyJ|Bearer/.test(kept));
    for (const private_ of [id, fixture.admin.id, 'BREW']) assert.ok(!text.includes(private_));
  });
  it('logs the IDs that a client or proxy sent, and answers with its own', async () => {
    const ids = async (headers: Record<string, string>): Promise<unknown[]> => {
      const answer = await fixture.send({
        method: 'GET',
        path: '/v1/workspaces',
        headers: Object.entries(headers).flat(),
      });
      const own = answer.headers['x-request-id'];
      const line = await until('the request is logged', 15_000, () =>
        fixture.logged.map((item) => JSON.parse(item)).find(({ requestId }) => requestId === own),
      );
      return [line.clientRequestId, line.traceId, line.parentId];
    };
    const [trace, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    const sent = { 'x-request-id': 'edge-1:42', traceparent: `00-${trace}-${span}-01` };
    assert.deepEqual(await ids(sent), ['edge-1:42', trace, span]);
    for (const [id, parent] of [
      ['two words', `00-${'0'.repeat(32)}-${span}-01`],
      ['x'.repeat(65), `00-${trace}-${'0'.repeat(16)}-01`],
      [`eyJ${'x'.repeat(40)}`, `ff-${trace}-${span}-01`],
      ['a/b', `${trace}-${span}`],
    ] as const)
      assert.deepEqual(await ids({ 'x-request-id': id, traceparent: parent }), [
        undefined,
        undefined,
        undefined,
      ]);
  });
  it('a client that disconnects is a 499', async () => {
    const socket = connect(fixture.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST ${base}/keys HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${fixture.admin.token}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.write('{"cust');
    const before = await fixture.state();
    socket.destroy();
    await until('the disconnection is logged', 15_000, () =>
      fixture.logged.some((item) => item.includes('"status":499')),
    );
    assert.equal(await fixture.state(), before);
  });
});

/** An authority whose domain fails in a given way. */
async function failing(
  error: unknown,
  test: (port: number, logged: string[]) => Promise<void>,
): Promise<void> {
  const logged: string[] = [];
  const fail = (): Promise<never> => Promise.reject(error);
  const domain = { ...fixture.domain, issue: fail, ready: fail } as Domain;
  const log = pino({}, { write: (line: string) => logged.push(line) });
  const server = createServer(
    createRequestListener({ domain, origin: 'https://keys.test.example', publish: () => false, log }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await test((server.address() as AddressInfo).port, logged);
  } finally {
    await closeServer(server, 100);
  }
}

async function issueAt(port: number): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${base}/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${fixture.admin.token}`, 'content-type': 'application/json' },
    body: '{"customer":"a"}',
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    json: JSON.parse(text),
  };
}

describe('unexpected errors', () => {
  it('hide their detail, and are logged with the request ID, without tokens', async () => {
    const secret = `at row ${fixture.admin.token}`;
    await failing(new TypeError(`broken ${secret}`, { cause: new Error(secret) }), async (port, logged) => {
      const answer = await issueAt(port);
      assertProblem(answer);
      assert.deepEqual(
        [answer.status, answer.json.code, answer.json.detail],
        [500, 'internal_error', undefined],
      );
      const line = logged.find((item) => item.includes('request failed')) ?? '';
      assert.match(line, /TypeError/);
      assert.ok(line.includes(answer.json.requestId));
      assert.doesNotMatch(logged.join(''), keyText);
    });
  });
  it('include thrown strings', async () => {
    await failing('oops', async (port) => assert.equal((await issueAt(port)).json.code, 'internal_error'));
  });
  it('503 with a retry if the store cannot be written', async () => {
    await failing(new AuthorityError('storage_unavailable', 'The disk is full. Make room.'), async (port) => {
      const answer = await issueAt(port);
      assertProblem(answer);
      assert.deepEqual(
        [answer.status, answer.json.code, answer.headers['retry-after']],
        [503, 'storage_unavailable', '1'],
      );
      assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 503);
      assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
    });
  });
});

describe('shutdown', () => {
  it('waits for pending responses, refuses new requests with 503, and closes idle connections', async () => {
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const domain: Domain = {
      ...fixture.domain,
      async ready() {
        enter();
        await gate;
      },
    };
    const server = createServer(
      createRequestListener({ domain, origin: 'https://keys.test.example', publish: () => false }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) =>
        get({ host: '127.0.0.1', port, path, agent }, (item) => resolve(item.resume())).on('error', reject),
      );
    const slow = ask('/readyz');
    await entered;
    const closed = closeServer(server);
    // Queued on the same connection, and arrives after shutdown has begun.
    const late = ask('/healthz').then(
      ({ statusCode }) => statusCode,
      () => 'closed',
    );
    open();
    assert.equal((await slow).statusCode, 200);
    assert.ok([503, 'closed'].includes((await late) as never));
    await closed;
    agent.destroy();
  });
  // Without a limit, it would wait forever.
  it('cuts off what does not end', { timeout: 30_000 }, async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => server.once('request', resolve));
    await closeServer(server, 100);
    socket.destroy();
  });
});

describe('a start', () => {
  /** Sends a request to a server that doesn't answer yet. */
  async function early() {
    const server = makeServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrived = once(server, 'request');
    const { port } = server.address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'a body' });
    await arrived;
    return { server, answer };
  }

  it('lets requests wait that a proxy has already sent and may not repeat', async () => {
    const { server, answer } = await early();
    answerWith(server, (request, response) => void request.pipe(response));
    assert.equal(await (await answer).text(), 'a body');
    await closeServer(server, 100);
  });

  it('answers them with 503 if it fails', async () => {
    const { server, answer } = await early();
    await closeServer(server);
    const { status, headers } = await answer;
    assert.deepEqual([status, headers.get('retry-after')], [503, '1']);
  });
});
