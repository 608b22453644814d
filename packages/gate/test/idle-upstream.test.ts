/**
 * Upstreams that close connections: idle ones just as the next request is sent, new ones immediately, and
 * with half a request read.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { startNginx } from '../../../tools/testing/nginx.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const { program: nginx, skip } = await peerForTests('nginx');
const IDLE_MS = 200;
/** The long form: `LOSTWAX_IDLE_GETS=1000 npm test -- idle-upstream`. */
const GETS = Number(process.env['LOSTWAX_IDLE_GETS'] ?? 120);
const CLIENTS = 12;

describe('an upstream that closes connections', { timeout: 180_000 + 300 * GETS }, () => {
  let house: House;
  let key: TestKey;
  before(async () => {
    house = await makeHouse();
    key = await house.issue();
  });
  after(() => house?.end());

  const gateBefore = async (upstream: string): Promise<RunningGate> => {
    const flags = ['--issuer', house.issuer, '--upstream', upstream, '--status-port', '0'];
    const gate = await startGate([...flags, '--upstream-timeout', '5']);
    await gateReady(gate);
    return gate;
  };

  it('idle ones after 0.2 s, as nginx: no GET is answered 502', { skip }, async () => {
    const server = await startNginx(
      nginx,
      (port) => `keepalive_timeout ${IDLE_MS}ms;
  server {
    listen 127.0.0.1:${port};
    location / { return 200 "done"; }
  }`,
    );
    const gate = await gateBefore(server.url);
    const agent = new Agent({ keepAlive: true });
    try {
      const statuses = new Map<number, number>();
      let left = GETS;
      const client = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const status = await send(gate, agent, 'GET', `/${left}`);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          // About when the upstream closes them.
          await delay(IDLE_MS - 4 + 8 * Math.random());
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      assert.deepEqual([...statuses], [[200, GETS]]);
    } finally {
      agent.destroy();
      await gate.stop();
      await server.stop();
    }
  });

  /** Answers the first request of each connection, and handles the second as its path says. */
  it('at the second request: idempotent requests are sent again, complete', async () => {
    const bodies = new Map<string, string[]>();
    const server = createServer((socket) => {
      let requests = 0;
      socket.on('error', () => {});
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        const body = text.slice(end + 4);
        if (body.length < length) return;
        const [method = '', path = ''] = text.split(' ');
        bodies.set(`${method} ${path}`, [...(bodies.get(`${method} ${path}`) ?? []), body]);
        text = '';
        requests += 1;
        if (requests > 1) return void socket.destroy();
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    const gate = await gateBefore(await listening(server));
    const agent = new Agent({ keepAlive: true });
    try {
      const body = 'b'.repeat(30_000);
      for (const [method, status, times] of [
        ['GET', 200, 2],
        ['PUT', 200, 2],
        ['DELETE', 200, 2],
        ['POST', 502, 1],
        ['PATCH', 502, 1],
      ] as const) {
        const sent = method === 'GET' || method === 'DELETE' ? '' : body;
        assert.equal(await send(gate, agent, 'GET', `/before/${method}`), 200);
        assert.equal(await send(gate, agent, method, '/second', sent), status, method);
        assert.deepEqual(
          bodies.get(`${method} /second`),
          Array.from({ length: times }, () => sent),
          method,
        );
      }
    } finally {
      agent.destroy();
      await gate.stop();
      server.close();
    }
  });

  it('each new one immediately: 502, after one attempt', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => {}).destroy();
    });
    const gate = await gateBefore(await listening(server));
    try {
      for (const n of [1, 2, 3]) {
        const { status, text } = await ask(`${gate.url}/`, [bearer(key.token)]);
        assert.deepEqual(
          [status, (JSON.parse(text) as { code: string }).code],
          [502, 'upstream_unreachable'],
        );
        assert.equal(connections, n);
      }
    } finally {
      await gate.stop();
      server.close();
    }
  });

  it('as announced: none is used after `Keep-Alive: timeout=` has passed', async () => {
    let connections = 0;
    const server = createHttpServer({ keepAliveTimeout: 1_000 }, (_, response) => response.end());
    server.on('connection', () => {
      connections += 1;
    });
    const gate = await gateBefore(await listening(server));
    try {
      for (const n of [1, 2, 3]) {
        assert.equal((await ask(`${gate.url}/`, [bearer(key.token)])).status, 200);
        // The announced time is one second, minus the second that an answer may take: none is left.
        assert.equal(connections, n);
      }
    } finally {
      await gate.stop();
      server.close();
    }
  });

  function send(gate: RunningGate, agent: Agent, method: string, path: string, body = ''): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${key.token}`,
        ...(body !== '' && { 'content-length': body.length }),
      };
      request(`${gate.url}${path}`, { method, agent, headers }, (answer) => {
        answer.on('end', () => resolve(answer.statusCode ?? 0)).resume();
      })
        .on('error', reject)
        .end(body);
    });
  }
});

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
