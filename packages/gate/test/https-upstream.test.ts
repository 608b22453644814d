/**
 * An upstream behind TLS: its certificate is checked against its own name, no matter what Host the client
 * sends.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeTestAuthority, type TestAuthority } from '../../../tools/testing/certificate.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

describe('an upstream behind TLS', { timeout: 60_000 }, () => {
  let house: House;
  let key: TestKey;
  let env: NodeJS.ProcessEnv;
  const servers: Server[] = [];
  let trusted: TestAuthority;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    trusted = await makeTestAuthority();
    const file = join(house.folder, 'ca.pem');
    writeFileSync(file, trusted.certificate);
    env = { ...process.env, NODE_EXTRA_CA_CERTS: file };
  });
  after(async () => {
    for (const server of servers) server.close();
    await house?.end();
  });

  const gateBefore = async (certificateOf: string, host: string): Promise<RunningGate> => {
    const { certificate: cert, key: own } = await trusted.issue(certificateOf);
    const asked = new WeakSet<Socket>();
    const server = createServer({ cert, key: own }, (incoming, response) => {
      const { socket } = incoming;
      // Closed with a TLS alert, which is not part of an answer.
      if (incoming.url === '/ends' && asked.has(socket)) return void socket.end();
      asked.add(socket);
      response.end(`${incoming.headers.host} ${connections}`);
    });
    let connections = 0;
    server.on('secureConnection', () => {
      connections += 1;
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const upstream = `https://${host}:${(server.address() as AddressInfo).port}`;
    const flags = ['--issuer', house.issuer, '--upstream', upstream, '--status-port', '0'];
    const gate = await startGate(flags, { env });
    await gateReady(gate);
    return gate;
  };
  const from = async (
    gate: RunningGate,
    host: string,
    path = '/',
  ): Promise<{ status: number; text: string }> => {
    const headers = { host, authorization: `Bearer ${key.token}` };
    const [answer] = (await once(get(gate.url + path, { headers, agent: false }), 'response')) as [
      IncomingMessage,
    ];
    return { status: answer.statusCode ?? 0, text: (await answer.toArray()).join('') };
  };

  for (const host of ['localhost', '127.0.0.1']) {
    it(`${host}: the client's Host is forwarded, and opens no separate connections`, async () => {
      const gate = await gateBefore(host, host);
      try {
        for (const name of ['api.example', 'other.example', '203.0.113.7'])
          assert.deepEqual(await from(gate, name).then(({ status, text }) => [status, text]), [
            200,
            `${name} 1`,
          ]);
      } finally {
        await gate.stop();
      }
    });

    it(`${host}: a request on a connection that just closed is sent again`, async () => {
      const gate = await gateBefore(host, host);
      try {
        assert.equal((await from(gate, 'a')).status, 200);
        assert.equal((await from(gate, 'a', '/ends')).text, 'a 2');
      } finally {
        await gate.stop();
      }
    });

    it(`${host}: a certificate for another name is refused, even if the client sends that name`, async () => {
      const gate = await gateBefore('other.example', host);
      try {
        const { status, text } = await from(gate, 'other.example');
        assert.deepEqual(
          [status, (JSON.parse(text) as { code: string }).code],
          [502, 'upstream_unreachable'],
        );
      } finally {
        await gate.stop();
      }
    });
  }
});
