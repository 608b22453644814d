import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { type Collector, startCollector } from '../../../../tools/testing/collector.ts';
import { ask, bearer, type HeaderLine } from '../../../../tools/testing/request.ts';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const sampled: HeaderLine = ['traceparent', `00-${TRACE}-${PARENT}-01`];
const ISSUE = 'POST /v1/workspaces/{workspace}/keys';

describe('traces of the authority', { timeout: 60_000 }, () => {
  // A folder made in a hook would be deleted at its end.
  const folder = makeFolder();
  const logged: string[] = [];
  let collector: Collector;
  let authority: Authority;
  let adminKey: string;

  before(async () => {
    collector = await startCollector();
    const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '20' };
    authority = await open(traces, folder);
    adminKey = readFileSync(authority.adminKeyFile, 'utf8').trim();
    await post('/v1/workspaces', { slug: 'acme' });
  });
  after(async () => {
    await authority?.close();
    collector?.stop();
  });

  const open = (traces: Record<string, string>, data: string = makeFolder()): Promise<Authority> =>
    startAuthority({
      ...{ data, port: 0, traces },
      log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
    });
  const post = (path: string, body: object, headers: Record<string, string> = {}, at = authority) =>
    fetch(`${at.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it("a request is a span of its caller's trace, with its transaction below it, and its line in the log names both", async () => {
    const answer = await post(
      '/v1/workspaces/acme/keys',
      { customer: 'lovelace' },
      { traceparent: sampled[1] },
    );
    assert.equal(answer.status, 201);
    const span = await collector.span('the request', ({ traceId, kind }) => traceId === TRACE && kind === 2);
    assert.deepEqual([span.name, span.parentSpanId, span.service], [ISSUE, PARENT, 'lostwax']);
    assert.equal(span.attributes['http.response.status_code'], '201');
    assert.equal(span.attributes['lostwax.request_id'], answer.headers.get('x-request-id'));
    const child = await collector.span('the transaction', ({ parentSpanId }) => parentSpanId === span.spanId);
    assert.deepEqual([child.name, child.attributes['db.system.name']], ['store.write', 'sqlite']);
    assert.ok(BigInt(child.startTimeUnixNano) >= BigInt(span.startTimeUnixNano));
    assert.ok(BigInt(child.endTimeUnixNano) <= BigInt(span.endTimeUnixNano));
    const line = logged.find((one) => one.includes(TRACE)) ?? '{}';
    const { traceId, spanId, parentId } = JSON.parse(line) as Record<string, string>;
    assert.deepEqual([traceId, spanId, parentId], [TRACE, span.spanId, PARENT]);
  });

  it('every path has the template as its name, and a mistake has none', async () => {
    const routes = {
      '/acme/.well-known/jwks.json': 'GET /{workspace}/.well-known/jwks.json',
      '/acme/feed/head?reader=x': 'GET /{workspace}/feed/head',
      '/acme/oauth/jwks': 'GET /{workspace}/oauth/jwks',
      '/v1/workspaces/acme/keys/sk_secret_in_path': 'GET /v1/workspaces/{workspace}/keys/{keyId}',
      '/sk_secret_in_path': 'GET',
    };
    for (const [path, name] of Object.entries(routes)) {
      await ask(`${authority.url}${path}`, [bearer(adminKey)]);
      await collector.span(path, (span) => span.name === name);
    }
  });

  it('a refusal by the domain is no failure of the span, and names its problem at the transaction', async () => {
    await post('/v1/workspaces', { slug: 'acme' });
    const refused = await collector.span(
      'it',
      ({ attributes }) => attributes['lostwax.problem'] !== undefined,
    );
    assert.deepEqual([refused.name, refused.status], ['store.write', undefined]);
  });

  it('nothing is sent of a caller that does not trace', async () => {
    const quiet = TRACE.replace('4', '5');
    await ask(`${authority.url}/healthz`, [['traceparent', `00-${quiet}-${PARENT}-00`]]);
    await ask(`${authority.url}/readyz`);
    await collector.span('a later one', ({ name }) => name === 'GET /readyz');
    assert.ok(!collector.spans.some(({ traceId }) => traceId === quiet));
  });

  it('no span holds a key, a path, a query or a body', () => {
    const text = collector.bodies.join();
    for (const secret of [adminKey, adminKey.slice(0, 40), 'sk_secret_in_path', 'reader=x', 'lovelace'])
      assert.ok(!text.includes(secret), secret);
  });

  it('a stop sends the last spans', async () => {
    const slow = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'last' };
    const other = await open({
      ...slow,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
    });
    await ask(`${other.url}/healthz`);
    await other.close();
    assert.ok(collector.spans.some(({ service, name }) => service === 'last' && name === 'GET /healthz'));
    assert.ok(collector.headers.some((one) => one['x-tenant'] === 'a b'));
  });

  it('a collector that hangs, refuses or is away neither fails nor delays a request, nor the stop for long', async () => {
    const away = createServer();
    await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve));
    const { port } = away.address() as AddressInfo;
    away.close();
    for (const answer of ['never', 503, 400, 'away'] as const) {
      if (answer !== 'away') collector.answer = answer;
      const url = answer === 'away' ? `http://127.0.0.1:${port}` : collector.url;
      const bounds = { OTEL_BSP_SCHEDULE_DELAY: '1', OTEL_BSP_MAX_QUEUE_SIZE: '4' };
      const other = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...bounds });
      for (let n = 0; n < 20; n += 1) assert.equal((await ask(`${other.url}/healthz`)).status, 200);
      const began = performance.now();
      await other.close();
      // The collector's own time would be ten seconds.
      assert.ok(performance.now() - began < 8_000, `${answer}`);
    }
    assert.ok(logged.some((line) => line.includes('traces are incomplete')));
  });

  it('settings that cannot be used turn traces off or are left out, and the log never shows a value', async () => {
    const secret = 'secret-value';
    for (const wrong of [
      { OTEL_EXPORTER_OTLP_ENDPOINT: secret },
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      { OTEL_TRACES_SAMPLER: secret },
      { OTEL_EXPORTER_OTLP_HEADERS: `x=${secret}\u0001` },
      { OTEL_EXPORTER_OTLP_TIMEOUT: secret },
      { OTEL_EXPORTER_OTLP_CERTIFICATE: `/${secret}` },
    ]) {
      logged.length = 0;
      const other = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...wrong });
      await other.close();
      const [warning = ''] = logged.filter((line) => line.includes('traces are incomplete'));
      assert.match(warning, new RegExp(String(Object.keys(wrong)[0])));
      assert.ok(!logged.join().includes(secret));
    }
  });
});
