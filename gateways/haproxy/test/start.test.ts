/** `lostwax pins` writes the first set while it reads it. Only a complete and confirmed one is ever in use. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SNAPSHOT_TYPE } from '@lostwax/contract';
import { gateways } from '@lostwax/gateways';
import { type Pins, startPins } from '@lostwax/pins';
import { FeedServer } from '../../../packages/verifier/test/support/feed-server.ts';
import { type TestKey, testKey } from '../../../packages/verifier/test/support/keys.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startHaproxy } from '../../../tools/testing/haproxy.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';
import { runtime } from './support.ts';

const LIMIT_MS = 10_000;
const KEYS = 100;
const MAP = '/dev/null';
/** The seconds for which a set counts. */
const MAX_STALE = 300;

const { program, skip } = await peerForTests('haproxy');

describe('the first set of HAProxy with pins', { skip, timeout: 120_000 }, () => {
  let folder: string;
  let socket: string;
  let haproxy: RunningServer;
  let feed: FeedServer;
  let keys: TestKey[];
  let pins: Pins | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lostwax-start-'));
    socket = join(folder, 'haproxy.sock');
    const gateway = gateways.find(({ name }) => name === 'haproxy') ?? assert.fail();
    feed = await FeedServer.start();
    const workspace = { issuer: feed.issuer, audience: 'acme', prefix: 'acme' };
    haproxy = await startHaproxy(program, (port) =>
      gateway.render(workspace, {
        ...{ mode: 'pins', socket, upstream: '127.0.0.1:9', listen: `127.0.0.1:${port}` },
      }),
    );
    // Half of them are more than HAProxy gets at a time.
    const customer = 'c'.repeat(200);
    keys = Array.from({ length: KEYS }, () => testKey({ issuer: feed.issuer, customer }));
    for (const key of keys) feed.model.add(key);
  });
  afterEach(async () => {
    await pins?.close();
    pins = undefined;
    await feed.stop();
    await haproxy.stop();
    rmSync(folder, { recursive: true });
  });

  const start = async (): Promise<void> => {
    const to = `haproxy:${socket}`;
    pins = await startPins({ issuer: feed.issuer, feedKey: 'feed-key', to, maxStaleSeconds: MAX_STALE });
  };
  /** The pins of the table in use. */
  const inUse = async (): Promise<ReadonlySet<string>> => {
    const text = await runtime(socket, `show map ${MAP}`);
    return new Set(text.split('\n').flatMap((line) => line.split(' ').slice(1, 2)));
  };
  /** Of the table in use and of those that are being written. */
  const written = async (): Promise<number> => {
    const list = await runtime(socket, 'show map');
    return Number(/\(\/dev\/null\).*entry_cnt=(\d+)/.exec(list)?.[1] ?? assert.fail(list));
  };
  const pinsOf = (of: readonly TestKey[]) => new Set(of.map(({ pin }) => pin.toString('base64url')));
  /** Waits for exactly these keys. Until then there must be none. */
  const become = async (wanted: readonly TestKey[]): Promise<void> => {
    const found = await until('the table is in use', LIMIT_MS, async () => {
      const now = await inUse();
      return now.size > 0 && now;
    });
    assert.deepEqual(found, pinsOf(wanted));
    await until('the status says so', LIMIT_MS, () => pins?.status().inUse);
    assert.equal(await written(), wanted.length);
  };
  /** Sends a part of the snapshot only. */
  const sendHalf = (response: ServerResponse, end: (response: ServerResponse) => void): true => {
    const file = feed.model.snapshot(true);
    response.writeHead(200, {
      ...{ 'content-type': SNAPSHOT_TYPE, etag: `"${feed.model.position}"`, 'content-length': file.length },
    });
    response.write(file.subarray(0, file.length / 2), () => end(response));
    return true;
  };
  const once = (then: (response: ServerResponse) => boolean) => {
    feed.misbehave('snapshot', (_: IncomingMessage, response) => {
      feed.misbehave('snapshot', undefined);
      return then(response);
    });
  };
  const partWritten = () =>
    until('a part is written', LIMIT_MS, async () => {
      assert.equal((await inUse()).size, 0);
      return (await written()) > 0;
    });

  it('is written before its snapshot has ended, and not in use before', async () => {
    const half = Promise.withResolvers<ServerResponse>();
    once((response) => sendHalf(response, half.resolve));
    const started = start();
    await partWritten();
    assert.ok((await written()) < KEYS);
    const file = feed.model.snapshot(true);
    (await half.promise).end(file.subarray(file.length / 2));
    await started;
    await become(keys);
  });

  it('is complete when the snapshot breaks off and is resumed', async () => {
    once((response) => sendHalf(response, () => response.destroy()));
    await start();
    await become(keys);
    assert.match(feed.seen.findLast(({ kind }) => kind === 'snapshot')?.headers.range ?? '', /^bytes=\d+-$/);
  });

  it('has nothing of a snapshot that broke off and is another one since', async () => {
    const [revoked, ...left] = keys as [TestKey, ...TestKey[]];
    once((response) =>
      sendHalf(response, () => {
        feed.model.remove(revoked);
        response.destroy();
      }),
    );
    await start();
    await become(left);
  });

  it('is never one whose snapshot is damaged at its end', async () => {
    feed.misbehave('snapshot', (_, response) => {
      const file = feed.model.snapshot(true);
      file.writeUInt8((file.at(-1) as number) ^ 1, file.length - 1);
      response.writeHead(200, { 'content-type': SNAPSHOT_TYPE });
      response.end(file);
      return true;
    });
    await start();
    await until('it has been read three times', LIMIT_MS, async () => {
      assert.equal((await inUse()).size, 0);
      // Nor is what has been written left behind.
      assert.ok((await written()) <= KEYS);
      return feed.asked.snapshot >= 3;
    });
    feed.misbehave('snapshot', undefined);
    await become(keys);
  });

  it('is complete and has no revoked key when the snapshot is older than the head', async () => {
    const file = feed.model.snapshot(true);
    const [revoked, again, ...left] = keys as [TestKey, TestKey, ...TestKey[]];
    const added = testKey({ issuer: feed.issuer });
    for (const key of [revoked, again]) feed.model.remove(key);
    for (const key of [again, added]) feed.model.add(key);
    once((response) => {
      response.writeHead(200, { 'content-type': SNAPSHOT_TYPE });
      response.end(file);
      return true;
    });
    await start();
    await become([again, ...left, added]);
  });

  it('is the whole set when more has been revoked since the snapshot than can be removed one by one', async () => {
    const more = Array.from({ length: 2 * KEYS }, () => testKey({ issuer: feed.issuer }));
    for (const key of more) feed.model.add(key);
    const file = feed.model.snapshot(true);
    for (const key of more) feed.model.remove(key);
    once((response) => {
      response.writeHead(200, { 'content-type': SNAPSHOT_TYPE });
      response.end(file);
      return true;
    });
    await start();
    await become(keys);
  });

  it('is complete when HAProxy is not there at first', async () => {
    const path = socket;
    socket = join(folder, 'later.sock');
    await start();
    await until('it has failed', LIMIT_MS, () => (pins?.status().failures ?? 0) > 0);
    symlinkSync(path, socket);
    await become(keys);
  });

  it('is complete after a process that was killed while it wrote it', async () => {
    const feedKeyFile = join(folder, 'feed.key');
    writeFileSync(feedKeyFile, 'feed-key', { mode: 0o600 });
    const flags = ['--issuer', feed.issuer, '--feed-key-file', feedKeyFile, '--to', `haproxy:${socket}`];
    once((response) => sendHalf(response, () => {}));
    const killed = startProgram(process.execPath, [lostwaxCommand, 'pins', ...flags]);
    await partWritten();
    await killed.stop('SIGKILL');
    await start();
    await become(keys);
  });
});
