/**
 * Upstream answers that are invalid, or more than one. In every case the same thread answers the next
 * request.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';
import { head, talk } from './support/talk.ts';

const good = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

const answers: readonly [what: string, answer: string, comes: RegExp][] = [
  [
    'an unrequested protocol switch',
    'HTTP/1.1 101 Yes\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    /^HTTP\/1\.1 502 /,
  ],
  [
    'a control character in the reason phrase',
    'HTTP/1.1 200 \x01\r\nContent-Length: 2\r\n\r\nok',
    /^HTTP\/1\.1 502 /,
  ],
  [
    'a control character in a header',
    'HTTP/1.1 200 OK\r\nX-A: \x01\r\nContent-Length: 2\r\n\r\nok',
    /^HTTP\/1\.1 502 /,
  ],
  ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 502 /],
  [
    'both a length and chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    /^HTTP\/1\.1 502 /,
  ],
  [
    'a chunk without a length',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n',
    /5\r\nhello\r\n$/,
  ],
  ['early hints', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${good}`, /^HTTP\/1\.1 200 [\s\S]*ok$/],
  ['an unrequested 100 Continue', `HTTP/1.1 100 Continue\r\n\r\n${good}`, /^HTTP\/1\.1 200 [\s\S]*ok$/],
  [
    'non-ASCII letters',
    'HTTP/1.1 200 OK\r\nX-A: caf\xe9\r\nContent-Length: 2\r\n\r\nok',
    /X-A: caf\xe9\r\n[\s\S]*ok$/,
  ],
  ['two answers', `${good}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL`, /^HTTP\/1\.1 200 [\s\S]*ok$/],
];

describe('odd answers of an upstream', { timeout: 60_000 }, () => {
  let house: House;
  let key: TestKey;
  let gate: RunningGate;
  let api: Server;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    api = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        const [, place] = /^GET \/(\d+) /.exec(chunk.toString('latin1')) ?? [];
        socket.write(Buffer.from(answers[Number(place ?? -1)]?.[1] ?? good, 'latin1'));
      });
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const upstream = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    gate = await startGate(['--issuer', house.issuer, '--upstream', upstream, '--status-port', '0']);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    api?.close();
    await house?.end();
  });

  for (const [place, [what, , comes]] of answers.entries()) {
    it(what, async () => {
      const connection = talk(gate.url, head('GET', `/${place}`, key.token, 'Connection: close'));
      await connection.ended();
      assert.match(connection.text(), comes);
      assert.doesNotMatch(connection.text(), /EVIL/);
      const next = talk(gate.url, head('GET', '/', key.token, 'Connection: close'));
      await next.ended();
      assert.match(next.text(), /^HTTP\/1\.1 200 [\s\S]*ok$/);
      assert.equal(await gate.metric('lostwax_gate_thread_deaths_total'), 0);
    });
  }

  it('an unknown transfer coding from the client is refused', async () => {
    const lines = ['Transfer-Encoding: gzip, chunked', 'Connection: close'];
    const connection = talk(gate.url, `${head('POST', '/', key.token, ...lines)}0\r\n\r\n`);
    await connection.ended();
    assert.match(connection.text(), /^HTTP\/1\.1 400 [\s\S]*"request_invalid"/);
  });
});
