/** Slow readers of large key sets must not exhaust the authority's memory, nor affect the responses to readers that keep up. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { Outflow } from '../../src/publish/outflow.ts';

const PART_BYTES = 1024 * 1024;
const PARTS = 16;
const LENGTH = PART_BYTES * PARTS;

/** A server whose document changes with every response: a quarter of its parts are new each time. */
async function listen(outflow: Outflow): Promise<{ port: number; cut: () => number }> {
  let cut = 0;
  let parts = Array.from({ length: PARTS }, () => randomBytes(PART_BYTES));
  const server = createServer((_request, response) => {
    const sent = parts;
    parts = parts.map((part, index) => (index % 4 === 0 ? randomBytes(PART_BYTES) : part));
    response.writeHead(200, { 'content-length': LENGTH });
    outflow.send(response, sent, LENGTH).catch(() => {
      cut += 1;
    });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, cut: () => cut };
}

/** Sends a request, then reads nothing. */
async function stalled(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  after(() => socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await new Promise((resolve) => socket.once('readable', resolve));
  return socket;
}

async function whole(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return (await response.arrayBuffer()).byteLength;
}

it('the slowest readers are cut off when they hold too much, and those that keep up get everything', async () => {
  const { port, cut } = await listen(new Outflow(2 * LENGTH));
  const slow = 16;
  for (let n = 0; n < slow; n++) await stalled(port);
  await until('some of the slow are cut off', 20_000, async () => {
    assert.equal(await whole(port), LENGTH);
    return cut() >= 4;
  });
  assert.ok(cut() < slow, 'those that fit stay');
});

it('readers of the same version share its memory, and none is cut off', async () => {
  const outflow = new Outflow(1);
  const document = Array.from({ length: PARTS }, () => randomBytes(PART_BYTES));
  let cut = 0;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': LENGTH });
    outflow.send(response, document, LENGTH).catch(() => {
      cut += 1;
    });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (let n = 0; n < 20; n++) await stalled(port);
  // Long enough for several checks.
  const end = performance.now() + 3_000;
  await until('time has passed', 30_000, async () => {
    assert.equal(await whole(port), LENGTH);
    return performance.now() > end;
  });
  assert.equal(cut, 0);
});
