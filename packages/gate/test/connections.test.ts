/**
 * How both of the gate's servers handle connections: malformed requests, large headers, refused uploads, idle
 * time.
 */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { upload } from '../../../tools/testing/upload.ts';
import { type Api, startApi } from './support/api.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';
import { head, talk } from './support/talk.ts';

const UPLOAD_BYTES = 10_000_000;

describe('connections to the gate', { timeout: 120_000 }, () => {
  let house: House;
  let api: Api;
  let key: TestKey;
  const gates = new Map<string, RunningGate>();
  const gateOf = (door: string) => gates.get(door) as RunningGate;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    api = await startApi((incoming, response) => {
      if (incoming.url === '/wait') return void setTimeout(() => response.end('waited'), 500);
      incoming.on('end', () => response.end(`${incoming.url?.length}`)).resume();
    });
    gates.set('http', await startGate(['--issuer', house.issuer]));
    gates.set(
      'proxy',
      await startGate([
        ...['--issuer', house.issuer, '--upstream', api.url, '--status-port', '0'],
        '--forward-verify',
      ]),
    );
    for (const gate of gates.values()) await gateReady(gate);
  });
  after(async () => {
    for (const gate of gates.values()) await gate.stop();
    await api?.stop();
    await house?.end();
  });

  for (const door of ['http', 'proxy']) {
    const malformed: readonly [what: string, text: () => string, status: number, code: string][] = [
      ['no HTTP', () => 'hello there\r\n\r\n', 400, 'request_invalid'],
      ['TLS', () => '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1', 400, 'request_invalid'],
      [
        'a header without a colon',
        () => head('GET', '/verify', key.token, 'nonsense'),
        400,
        'request_invalid',
      ],
      ['no host', () => 'GET /verify HTTP/1.1\r\n\r\n', 400, 'request_invalid'],
      ['CONNECT', () => 'CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n', 400, 'request_invalid'],
      [
        'both a length and chunks',
        () => head('POST', '/verify', key.token, 'Content-Length: 3', 'Transfer-Encoding: chunked'),
        ...([400, 'request_invalid'] as const),
      ],
      [
        'oversized headers',
        () => head('GET', '/verify', key.token, `Cookie: ${'c'.repeat(140_000)}`),
        ...([431, 'headers_too_large'] as const),
      ],
      [
        'too many headers',
        () => head('GET', '/verify', key.token, ...Array.from({ length: 1_100 }, (_, n) => `x-${n}: 1`)),
        ...([431, 'headers_too_large'] as const),
      ],
      [
        'an unknown expectation',
        () => head('GET', '/verify', key.token, 'Expect: a-miracle'),
        ...([417, 'expectation_failed'] as const),
      ],
    ];
    for (const [what, text, status, code] of malformed) {
      it(`${door}: ${what} is answered with a problem, and counted`, async () => {
        const gate = gateOf(door);
        const counted = `lostwax_gate_answers_total{door="${door}",code="${code}"}`;
        const before = await gate.metric(counted);
        const connection = talk(gate.url, text());
        await connection.ended();
        const [start = '', body = ''] = connection.text().split('\r\n\r\n');
        assert.match(start, new RegExp(`^HTTP/1\\.1 ${status} `));
        assert.match(start, /content-type: application\/problem\+json/i);
        assert.match(start, /connection: close/i);
        assert.equal((JSON.parse(body) as { code: string }).code, code);
        assert.equal((await gate.metric(counted)) - before, 1);
      });
    }

    it(`${door}: cookies and a query of 100 KB go through`, async () => {
      const gate = gateOf(door);
      const lines = [bearer(key.token), ['Cookie', 'c'.repeat(50_000)] as const];
      assert.equal((await ask(`${gate.url}/verify/?q=${'q'.repeat(50_000)}`, lines)).status, 200);
    });

    it(`${door}: a client that is refused during an upload can read the reason`, async () => {
      const codes = await Promise.all(
        Array.from({ length: 12 }, () =>
          upload(`${gateOf(door).url}/verify`, UPLOAD_BYTES, [bearer('nonsense')]),
        ),
      );
      assert.deepEqual(new Set(codes), new Set([401]));
    });

    it(`${door}: an idle connection outlasts those of load balancers`, async () => {
      const { headers } = await new Promise<{ headers: NodeJS.Dict<string | string[]> }>(
        (resolve, reject) => {
          const agent = new Agent({ keepAlive: true });
          const lines = { authorization: `Bearer ${key.token}` };
          request(`${gateOf(door).url}/verify`, { agent, headers: lines }, (answer) => {
            answer.on('end', () => {
              agent.destroy();
              resolve(answer);
            });
            answer.resume();
          })
            .on('error', reject)
            .end();
        },
      );
      const [, seconds] = /timeout=(\d+)/.exec(`${headers['keep-alive']}`) ?? [];
      assert.ok(Number(seconds) > 600, `${seconds}`);
    });

    it(`${door}: pending answers are sent before the one to a malformed request`, async () => {
      const connection = talk(gateOf(door).url, `${head('GET', '/wait', key.token)}nonsense\r\n\r\n`);
      await connection.ended();
      const statuses = [...connection.text().matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
      assert.deepEqual(statuses, [door === 'proxy' ? '200' : '404', '400']);
    });
  }

  it('/verify answers Expect: 100-continue with the result, not with 100', async () => {
    for (const [token, status] of [
      [key.token, 200],
      ['nonsense', 401],
    ] as const) {
      const connection = talk(
        gateOf('http').url,
        head('POST', '/verify', token, 'Expect: 100-continue', 'Content-Length: 5'),
      );
      await connection.ended();
      assert.match(connection.text(), new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(connection.text(), /connection: close/i);
    }
  });

  it('incomplete headers get 408, and an unused connection is closed without an answer', async () => {
    await Promise.all(
      ['http', 'proxy'].map(async (door) => {
        const slow = talk(gateOf(door).url, 'GET /verify HTTP/1.1\r\nHost: x\r\n');
        const unused = talk(gateOf(door).url, '');
        await slow.ended();
        assert.match(slow.text(), /^HTTP\/1\.1 408 [\s\S]*"request_timeout"/);
        await unused.ended();
        assert.equal(unused.text(), '');
      }),
    );
  });

  it('a body that turns out to be malformed gets 400, and the upstream is released', async () => {
    const connection = talk(
      gateOf('proxy').url,
      `${head('POST', '/', key.token, 'Transfer-Encoding: chunked')}5\r\nhello\r\nnonsense\r\n`,
    );
    await connection.ended();
    assert.match(connection.text(), /^HTTP\/1\.1 400 [\s\S]*"request_invalid"/);
  });
});
