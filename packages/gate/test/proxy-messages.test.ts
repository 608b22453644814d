/** The gate as a reverse proxy, and the parts of HTTP/1.1 beyond plain requests. */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Api, startApi } from './support/api.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';
import { head, talk as talkTo } from './support/talk.ts';

const PATIENCE_MS = 10_000;

type Act = (request: IncomingMessage, response: ServerResponse) => void;

const acts: Record<string, Act> = {
  '/no-content': (_, response) => response.writeHead(204, { etag: '"1"' }).end(),
  '/not-modified': (_, response) => response.writeHead(304, { etag: '"1"' }).end(),
  '/length': (_, response) => response.writeHead(200, { 'content-length': '5', 'x-own': '1' }).end('hello'),
  '/trailers': (_, response) => {
    response.writeHead(200, { trailer: 'x-checksum' });
    response.write('in parts');
    response.addTrailers({ 'x-checksum': '1' });
    response.end();
  },
  '/huge-answer': (_, response) => response.writeHead(200, { 'x-huge': 'h'.repeat(140_000) }).end(),
  '/early': (_, response) => response.writeHead(413, { connection: 'close' }).end('too large'),
  '/teapot': (_, response) => response.writeHead(418, 'As it is').end('short and stout'),
};

describe('messages through the gate as a reverse proxy', { timeout: 90_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let api: Api;
  let answer: Act;
  let key: TestKey;
  /** Bytes of bodies that reached the API. */
  let bodyBytes = 0;
  let requests = 0;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    answer = (incoming, response) => {
      requests += 1;
      const act = acts[incoming.url ?? ''];
      if (act !== undefined) return act(incoming, response);
      let own = 0;
      incoming.on('data', (chunk: Buffer) => {
        bodyBytes += chunk.length;
        own += chunk.length;
      });
      incoming.on('end', () =>
        response.end(`${incoming.method} ${own} ${JSON.stringify(incoming.trailers)}`),
      );
    };
    api = await startApi(answer);
    gate = await startGate([
      ...['--issuer', house.issuer, '--upstream', api.url],
      ...['--status-port', '0', '--upstream-timeout', '2'],
    ]);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await api?.stop();
    await house?.end();
  });

  const talk = (first: string) => talkTo(gate.url, first);

  it('100 Continue is sent once the key is accepted, and the body then goes through', async () => {
    const connection = talk(
      head('POST', '/', key.token, 'Expect: 100-continue', 'Content-Length: 5', 'Connection: close'),
    );
    await connection.says(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    connection.socket.write('hello');
    await connection.says(/HTTP\/1\.1 200 OK[\s\S]*POST 5 /);
  });

  it('a refused client gets no 100 Continue, and its body is not forwarded', async () => {
    const before = bodyBytes;
    const connection = talk(head('POST', '/', 'nonsense', 'Expect: 100-continue', 'Content-Length: 5'));
    await connection.says(/^HTTP\/1\.1 401 /);
    assert.match(connection.text(), /connection: close/i);
    assert.doesNotMatch(connection.text(), /100 Continue/);
    await connection.ended();
    assert.equal(bodyBytes, before);
  });

  it('another expectation is refused', async () => {
    const connection = talk(
      head('POST', '/', key.token, 'Expect: a-miracle', 'Content-Length: 0', 'Connection: close'),
    );
    await connection.says(/^HTTP\/1\.1 417 [\s\S]*"expectation_failed"/);
  });

  it('two Host headers are refused as a mistake of the client', async () => {
    const before = requests;
    const connection = talk(head('GET', '/', key.token, 'host: y', 'Connection: close'));
    await connection.says(/^HTTP\/1\.1 400 [\s\S]*"request_invalid"/);
    assert.equal(requests, before);
  });

  it('a refused upload is not read completely', async () => {
    const connection = talk(
      `${head('POST', '/', 'nonsense', 'Content-Length: 10000000')}${'x'.repeat(65_536)}`,
    );
    await connection.says(/^HTTP\/1\.1 401 [\s\S]*key/);
    await connection.ended();
  });

  it('HEAD has headers and length, and no body', async () => {
    const connection = talk(head('HEAD', '/length', key.token, 'Connection: close'));
    await connection.ended();
    assert.match(connection.text(), /^HTTP\/1\.1 200 OK\r\n[\s\S]*content-length: 5\r\n/i);
    assert.ok(connection.text().endsWith('\r\n\r\n'));
    const refused = talk(head('HEAD', '/length', 'nonsense', 'Connection: close'));
    await refused.ended();
    assert.match(refused.text(), /^HTTP\/1\.1 401 /);
    assert.ok(refused.text().endsWith('\r\n\r\n'));
  });

  it('204 and 304 have no body or framing, and the connection stays usable', async () => {
    const requests = ['/no-content', '/not-modified', '/length'].map((path) => head('GET', path, key.token));
    const connection = talk(requests[0] ?? '');
    await connection.says(/204 No Content[\s\S]*\r\n\r\n$/);
    connection.socket.write(requests[1] ?? '');
    await connection.says(/304 Not Modified[\s\S]*\r\n\r\n$/);
    connection.socket.write(requests[2] ?? '');
    await connection.says(/200 OK[\s\S]*hello$/);
    const [none, same] = connection.text().split('HTTP/1.1 ').slice(1);
    for (const answer of [none, same]) {
      assert.match(answer ?? '', /etag: "1"/i);
      assert.doesNotMatch(answer ?? '', /transfer-encoding/i);
    }
    connection.socket.destroy();
  });

  it('pipelined requests are answered in order', async () => {
    const connection = talk(
      `${head('GET', '/length', key.token)}${head('GET', '/', 'nonsense')}${head('GET', '/length', key.token, 'Connection: close')}`,
    );
    await connection.ended();
    assert.deepEqual(
      connection
        .text()
        .split('HTTP/1.1 ')
        .slice(1)
        .map((answer) => answer.slice(0, 3)),
      ['200', '401', '200'],
    );
  });

  it('trailers are dropped in both directions, and the bodies are complete', async () => {
    const connection = talk(head('GET', '/trailers', key.token, 'TE: trailers', 'Connection: close'));
    await connection.ended();
    assert.match(connection.text(), /in parts/);
    assert.doesNotMatch(connection.text(), /x-checksum/i);
    const there = talk(
      `${head('POST', '/', key.token, 'Transfer-Encoding: chunked', 'Trailer: x-sum', 'Connection: close')}5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\n`,
    );
    await there.says(/POST 5 \{\}/);
  });

  it('status, reason and body of the upstream’s own refusals go through', async () => {
    const connection = talk(head('GET', '/teapot', key.token, 'Connection: close'));
    await connection.says(/^HTTP\/1\.1 418 As it is\r\n[\s\S]*short and stout/);
  });

  it('an answer sent before the body was read is forwarded', async () => {
    const connection = talk(
      `${head('POST', '/early', key.token, 'Content-Length: 100000000')}${'x'.repeat(65_536)}`,
    );
    await connection.says(/^HTTP\/1\.1 413 [\s\S]*too large/);
    connection.socket.destroy();
  });

  it('oversized headers are refused: a client’s with 431, an upstream’s with 502', async () => {
    const before = requests;
    const connection = talk(head('GET', '/', key.token, `X-Huge: ${'h'.repeat(140_000)}`));
    await connection.says(/^HTTP\/1\.1 431 [\s\S]*"headers_too_large"/);
    assert.equal(requests, before);
    const { status, text } = await ask(`${gate.url}/huge-answer`, [bearer(key.token)]);
    assert.deepEqual([status, (JSON.parse(text) as { code: string }).code], [502, 'upstream_unreachable']);
    // Headers of the maximum size go through with all that the gate adds.
    const large = await ask(`${gate.url}/length`, [bearer(key.token), ['X-Large', 'h'.repeat(100_000)]]);
    assert.equal(large.status, 200);
  });

  it('a client that stalls in the middle of its body is disconnected', async () => {
    const connection = talk(`${head('POST', '/', key.token, 'Content-Length: 100')}half`);
    await connection.says(/^HTTP\/1\.1 504 /);
    await connection.ended();
  });

  it('a client that reads nothing of a long answer is disconnected, and so is the upstream', async () => {
    let over = false;
    acts['/endless'] = (_, response) => {
      const part = Buffer.alloc(65_536);
      const more = (): void => {
        while (!response.destroyed && response.write(part)) {}
      };
      response.on('drain', more).on('close', () => {
        over = true;
      });
      more();
    };
    const socket = connect(Number(new URL(gate.url).port), '127.0.0.1', () =>
      socket.write(head('GET', '/endless', key.token)),
    );
    socket.on('error', () => {});
    try {
      await until('the upstream is disconnected', 2 * PATIENCE_MS, () => over);
    } finally {
      socket.destroy();
    }
    assert.equal((await ask(`${gate.url}/length`, [bearer(key.token)])).status, 200);
  });

  it('a client that disconnects midway also ends the request to the upstream', async () => {
    let aborted = false;
    acts['/aborted'] = (incoming) => incoming.on('close', () => (aborted = !incoming.complete)).resume();
    const connection = talk(`${head('POST', '/aborted', key.token, 'Content-Length: 100')}half`);
    await until('it has begun', PATIENCE_MS, () => requests > 0 && connection.socket.bytesWritten > 100);
    connection.socket.destroy();
    await until('the upstream notices', PATIENCE_MS, () => aborted);
    assert.equal((await ask(`${gate.url}/length`, [bearer(key.token)])).status, 200);
  });

  // Must be the last test, since it stops the API.
  it('an upstream that is down is 502, and works again once it is back', async () => {
    await api.stop();
    const { status, headers, text } = await ask(`${gate.url}/length`, [bearer(key.token)]);
    assert.deepEqual([status, (JSON.parse(text) as { code: string }).code], [502, 'upstream_unreachable']);
    assert.equal(headers['content-type'], 'application/problem+json');
    assert.equal((await ask(`${gate.url}/length`)).status, 401, 'keys are still checked');
    api = await startApi(answer, Number(new URL(api.url).port));
    assert.equal((await ask(`${gate.url}/length`, [bearer(key.token)])).status, 200);
  });
});
