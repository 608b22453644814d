import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Collector, startCollector } from '../../../tools/testing/collector.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { type House, makeHouse } from './support/house.ts';

const PARENT = '00f067aa0ba902b7';
let traces = 0;
/** A trace of a caller. */
function newTrace(): { readonly traceId: string; readonly line: HeaderLine } {
  traces += 1;
  const traceId = traces.toString(16).padStart(32, 'a');
  return { traceId, line: ['traceparent', `00-${traceId}-${PARENT}-01`] };
}

describe('traces of the gate', { timeout: 60_000 }, () => {
  /** Headers of what the API and the other system were asked. */
  const asked: IncomingHttpHeaders[] = [];
  const api = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(request.url === '/broken' ? 500 : 200, { 'x-customer': 'cus_old' }).end('body');
  });
  let collector: Collector;
  let house: House;
  let gate: RunningGate;
  let proxy: RunningGate;

  before(async () => {
    collector = await startCollector();
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '20' });
    house = await makeHouse();
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const upstream = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const feedKey = join(house.folder, 'feed.key');
    writeFileSync(feedKey, house.authority.adminKey, { mode: 0o600 });
    const from = ['--issuer', house.issuer, '--threads', '2'];
    const fallback = ['--feed-key-file', feedKey, '--fallback-verify', `${upstream}/check?secret=in-query`];
    [gate, proxy] = await Promise.all([
      startGate([...from, ...fallback, '--fallback-subject', 'X-Customer']),
      startGate([...from, '--upstream', upstream, '--status-port', '0']),
    ]);
    await gateReady(gate);
    await gateReady(proxy);
  });
  after(async () => {
    await gate?.stop();
    await proxy?.stop();
    await house?.end();
    collector?.stop();
    api.closeAllConnections();
    api.close();
  });

  /** A key that this gate accepts. */
  const keyAt = async (one: RunningGate, path?: string) => {
    const key = await house.issue();
    await one.accepts(key.token, path);
    return key;
  };

  it("a check is a span of the gateway's trace", async () => {
    const key = await keyAt(gate);
    const { traceId, line } = newTrace();
    assert.equal(await gate.verify(key.token, '/verify/client/path', [bearer(key.token), line]), 200);
    const span = await collector.span('the check', (one) => one.traceId === traceId);
    assert.deepEqual([span.service, span.name, span.parentSpanId], ['lostwax-gate', 'GET /verify', PARENT]);
    assert.equal(span.attributes['http.response.status_code'], '200');
  });

  it('what an unknown key costs is below it: the question to the authority, its answer, and the second check', async () => {
    const { traceId, line } = newTrace();
    const key = 'sk_live_of_another_system_1234567890';
    assert.equal(await gate.verify(key, '/verify', [bearer(key), line]), 200);
    const inTrace = (name: string, service: string) =>
      collector.span(name, (one) => one.traceId === traceId && one.name === name && one.service === service);
    const check = await inTrace('GET /verify', 'lostwax-gate');
    const question = await inTrace('POST', 'lostwax-gate');
    const answer = await inTrace('POST /v1/workspaces/{workspace}/keys:known', 'lostwax');
    const second = await inTrace('GET', 'lostwax-gate');
    assert.deepEqual(
      [question.parentSpanId, answer.parentSpanId, second.parentSpanId],
      [check.spanId, question.spanId, check.spanId],
    );
    assert.equal(asked.at(-1)?.['traceparent'], `00-${traceId}-${second.spanId}-01`);
  });

  it('a proxy passes its own span on, and ends it with what the API answers', async () => {
    const key = await keyAt(proxy, '/orders');
    for (const [path, status] of [
      ['/orders/secret-order', 200],
      ['/broken', 500],
    ] as const) {
      const { traceId, line } = newTrace();
      const answer = await ask(`${proxy.url}${path}`, [bearer(key.token), line]);
      assert.equal(answer.status, status);
      const request = await collector.span('the request', (one) => one.traceId === traceId && one.kind === 2);
      const call = await collector.span('the call', (one) => one.traceId === traceId && one.kind === 3);
      assert.deepEqual(
        [request.name, request.parentSpanId, call.parentSpanId],
        ['GET', PARENT, request.spanId],
      );
      assert.equal(asked.at(-1)?.['traceparent'], `00-${traceId}-${call.spanId}-01`);
      assert.equal(call.attributes['http.response.status_code'], `${status}`);
      assert.deepEqual(call.status, status === 500 ? { code: 2 } : undefined);
    }
  });

  it('no span holds a key, a path, a query, a customer or a secret', async () => {
    const key = await keyAt(gate);
    await gate.verify('not-a-key', '/verify?scope=a');
    const { traceId, line } = newTrace();
    await ask(`${gate.url}/healthz`, [line]);
    await collector.span('the last request', (one) => one.traceId === traceId);
    const text = collector.bodies.join();
    const secrets = [key.token, key.id, house.authority.adminKey, 'sk_live', 'cus_old', 'client/path'];
    for (const secret of [...secrets, 'secret-order', 'in-query', 'not-a-key', 'customer-1'])
      assert.ok(!text.includes(secret), secret);
  });

  it('a collector that hangs neither fails nor delays a check, nor the stop for long', async () => {
    const key = await keyAt(gate);
    collector.answer = 'never';
    for (let n = 0; n < 50; n += 1) assert.equal(await gate.verify(key.token), 200);
    await gate.stop();
    assert.equal(gate.program.child.exitCode, 0, 'it ended by itself');
  });
});
