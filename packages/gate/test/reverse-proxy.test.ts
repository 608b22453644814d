import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Seen } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { type Api, startApi } from './support/api.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

/** An upstream that reports what it saw, or acts as its path says. */
function startUpstream(): Promise<Api> {
  const does: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    '/hang': () => {},
    '/reset': ({ socket }) => socket.destroy(),
    '/half': (_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('x'.repeat(10));
      setTimeout(() => response.destroy(), 50);
    },
    '/hop': (_, response) =>
      response
        .writeHead(200, {
          connection: 'close, x-inner',
          'x-inner': '1',
          'keep-alive': 'timeout=1',
          'x-outer': '1',
        })
        .end(),
    '/endless': (_, response) => {
      const part = Buffer.alloc(65_536);
      const more = (): void => {
        while (!response.destroyed && response.write(part)) {}
      };
      response.on('drain', more);
      more();
    },
    '/slow-reader': (incoming, response) => {
      incoming.pause();
      setTimeout(() => {
        let bytes = 0;
        incoming.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        incoming.on('end', () => response.end(`${bytes}`));
        incoming.resume();
      }, 300);
    },
  };
  return startApi((incoming, response) => {
    const act = does[incoming.url ?? ''];
    if (act !== undefined) return act(incoming, response);
    const { rawHeaders, method = '', url = '' } = incoming;
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = rawHeaders
        .map((name, at): [string, string] => [name.toLowerCase(), rawHeaders[at + 1] ?? ''])
        .filter((_, at) => at % 2 === 0);
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
    });
  });
}

describe('the gate as a reverse proxy', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let api: Api;
  let key: TestKey;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    api = await startUpstream();
    gate = await startGate([
      ...['--issuer', house.issuer, '--upstream', api.url],
      ...['--status-port', '0', '--upstream-timeout', '1'],
    ]);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await api?.stop();
    await house?.end();
  });

  const seen = async (lines: readonly HeaderLine[], path = '/'): Promise<Seen & { body: string }> => {
    const { status, text } = await ask(`${gate.url}${path}`, lines);
    assert.equal(status, 200, text);
    return JSON.parse(text) as Seen & { body: string };
  };
  const valuesOf = ({ headers }: Seen, name: string) =>
    headers.filter(([field]) => field === name).map(([, value]) => value);

  for (const path of [
    '/a%2Fb?x=%2541&y=a+b',
    '/a/../b/./c',
    '//evil.example/x',
    '/%2e%2e/x',
    '/verify-email?code=1',
    '/verified',
  ]) {
    it(`the path goes through unchanged: ${path}`, async () => {
      assert.equal((await seen([bearer(key.token)], path)).url, path);
    });
  }

  it('a gateway that asks this gate by mistake is refused, whatever the upstream would answer', async () => {
    for (const path of [
      '/verify',
      '/verify?scope=orders:read',
      '/verify/orders',
      '/verify-scope/orders:read/',
    ]) {
      const { status, text } = await ask(`${gate.url}${path}`, [bearer(key.token)]);
      assert.deepEqual([status, JSON.parse(text).code], [421, 'wrong_gate'], path);
    }
  });

  it('without a key no request reaches the upstream', async () => {
    for (const path of ['/', '/healthz', '/verify', '/metrics']) {
      assert.equal((await ask(`${gate.url}${path}`)).status, 401, path);
    }
    assert.equal((await ask(`${gate.statusUrl}/healthz`)).status, 200);
  });

  it('repeated header lines stay repeated in both directions', async () => {
    const { headers, text } = await ask(`${gate.url}/`, [
      bearer(key.token),
      ['X-Twice', '1'],
      ['X-Twice', '2'],
    ]);
    assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
    assert.deepEqual(valuesOf(JSON.parse(text) as Seen, 'x-twice'), ['1', '2']);
  });

  it('hop-by-hop headers of the upstream stay between it and the gate', async () => {
    const { headers } = await ask(`${gate.url}/hop`, [bearer(key.token)]);
    assert.equal(headers['x-outer'], '1');
    assert.equal(headers['x-inner'], undefined);
    assert.notEqual(headers['keep-alive'], 'timeout=1');
  });

  it('a chunked body stays chunked, even with methods that usually have none', async () => {
    for (const method of ['POST', 'GET', 'DELETE']) {
      const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
      const text = `${method} /first HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key.token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;
      const answer = await raw(text);
      assert.ok(answer.includes('"/first"'), answer);
      assert.ok(answer.includes('"body":"GET /smuggled'), answer);
    }
  });

  it('a length together with chunks is refused', async () => {
    const text = `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key.token}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    assert.match(await raw(text), /^HTTP\/1\.1 400 /);
  });

  it('a large body reaches a slow reader complete and without buffering', async () => {
    const size = 64 * 1024 * 1024;
    const answer = await new Promise<string>((resolve, reject) => {
      const outgoing = request(
        `${gate.url}/slow-reader`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${key.token}`, 'content-length': size },
        },
        (incoming) => {
          let text = '';
          incoming.on('data', (chunk) => {
            text += chunk;
          });
          incoming.on('end', () => resolve(text));
        },
      );
      outgoing.on('error', reject);
      const part = Buffer.alloc(1024 * 1024);
      let left = 64;
      const more = (): void => {
        while (left > 0) {
          left -= 1;
          if (!outgoing.write(part)) return void outgoing.once('drain', more);
        }
        outgoing.end();
      };
      more();
    });
    assert.equal(answer, `${size}`);
  });

  it('a client that does not read slows the upstream down, and fills no memory of the gate', async () => {
    const before = await gate.metric('process_resident_memory_bytes');
    const socket = connect(Number(new URL(gate.url).port), '127.0.0.1');
    socket.write(`GET /endless HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key.token}\r\n\r\n`);
    await once(socket, 'readable');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const grown = (await gate.metric('process_resident_memory_bytes')) - before;
    socket.destroy();
    assert.ok(grown < 64 * 1024 * 1024, `${grown}`);
  });

  it('a silent upstream is 504, one that hangs up 502, and one that stops midway is cut off', async () => {
    const silent = await ask(`${gate.url}/hang`, [bearer(key.token)]);
    assert.deepEqual(
      [silent.status, (JSON.parse(silent.text) as { code: string }).code],
      [504, 'upstream_timeout'],
    );
    const gone = await ask(`${gate.url}/reset`, [bearer(key.token)]);
    assert.deepEqual(
      [gone.status, (JSON.parse(gone.text) as { code: string }).code],
      [502, 'upstream_unreachable'],
    );
    await assert.rejects(ask(`${gate.url}/half`, [bearer(key.token)]));
    assert.ok((await gate.metric('lostwax_gate_answers_total{door="proxy",code="upstream_timeout"}')) >= 1);
  });

  it('upgrades are not forwarded', async () => {
    const request = await seen([
      bearer(key.token),
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ]);
    assert.deepEqual(
      [valuesOf(request, 'upgrade'), valuesOf(request, 'connection')[0]?.toLowerCase().includes('upgrade')],
      [[], false],
    );
  });

  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(gate.url).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
      socket.on('data', (chunk) => {
        answer += chunk.toString();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });
  }
});
