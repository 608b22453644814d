import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { tag } from '../../../../tools/testing/position.ts';
import { until } from '../../../../tools/testing/until.ts';
import { snapshotFile } from '../support/feed-model.ts';
import { type FeedRequestKind, FeedServer, type Misbehaviour } from '../support/feed-server.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

const kinds: readonly FeedRequestKind[] = ['snapshot', 'changes', 'head'];
const html: Misbehaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  return true;
};
const misbehaviours: Record<string, readonly [code: string, Misbehaviour]> = {
  'is silent': ['timeout', () => true],
  'answers 503': ['http_status', (_, response) => Boolean(response.writeHead(503).end())],
  'answers HTML with 200': ['no_feed', html],
  redirects: [
    'redirected',
    (_, response) => Boolean(response.writeHead(302, { location: '/elsewhere' }).end()),
  ],
  'requires a key, as a gate does': ['no_feed', (_, response) => Boolean(response.writeHead(401).end())],
  'hangs up': ['unreachable', (_, response) => Boolean(response.destroy())],
};

for (const [what, [code, misbehaviour]] of Object.entries(misbehaviours)) {
  it(`an authority that ${what} makes no key valid, and the verifier recovers`, async (t) => {
    for (const kind of kinds) {
      const { server, issue, follow, untilFailed } = await scene(t);
      const key = issue();
      server.misbehave(kind, misbehaviour);
      const followed = follow();
      await untilFailed(followed, code);
      // The stream is not needed for the first set. Without a snapshot or a head nothing may be accepted.
      if (kind !== 'changes') assert.equal(followed.says(key.token), 'set_stale');
      server.misbehave(kind, undefined);
      await until(
        'the verifier recovers',
        LIMIT_MS,
        () => followed.says(key.token) === 'accepted' && server.streams === 1,
      );
    }
  });
}

it('while the authority is down keys are accepted until maxStale, and again once it is back', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const revoked = issue();
  const followed = follow({ maxStaleSeconds: 1.5 });
  await followed.issuer.ready;
  await server.stop();
  model.remove(revoked);
  const gone = performance.now();
  // Taken before each look, so that a busy machine doesn't make it longer.
  let asked = gone;
  let lasted = 0;
  while (followed.says(key.token) === 'accepted') {
    lasted = asked - gone;
    await sleep(10);
    asked = performance.now();
  }
  assert.ok(lasted > 300 && lasted < 1_700, `accepted for ${lasted} ms`);
  assert.equal(followed.says(key.token), 'set_stale');
  await until('the stale event', LIMIT_MS, () => followed.events.some(({ type }) => type === 'stale'));
  const again = await FeedServer.start(model, server.port);
  t.after(() => again.stop());
  await untilSays(followed, key, 'accepted');
  assert.equal(followed.says(revoked.token), 'key_unknown');
  assert.equal(again.asked.snapshot, 0);
});

it('heartbeats do not keep a set fresh; heads do', async (t) => {
  const { server, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const followed = follow({ maxStaleSeconds: 1 });
  await followed.issuer.ready;
  server.misbehave('head', () => true);
  const beat = setInterval(() => server.writeRaw(': \n\n'), 50);
  t.after(() => clearInterval(beat));
  await untilSays(followed, key, 'set_stale');
  assert.equal(followed.issuer.status().connected, true);
  server.misbehave('head', undefined);
  await untilSays(followed, key, 'accepted');
});

it('a head makes the set fresh only once its position is applied, and a stream that does not deliver it is closed', async (t) => {
  const { server, model, issue, follow, untilFailed, untilSays } = await scene(t);
  const key = issue();
  const followed = follow({ maxStaleSeconds: 1 });
  await followed.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  model.remove(key);
  const beat = setInterval(() => server.writeRaw(': \n\n'), 50);
  t.after(() => clearInterval(beat));
  await untilFailed(followed, 'feed_lagging');
  await untilSays(followed, key, 'key_unknown');
});

const spoilt: Record<string, readonly [code: string, (file: Buffer) => Buffer]> = {
  cut: ['snapshot_malformed', (file) => file.subarray(0, -20)],
  'cut to nothing': ['snapshot_malformed', () => Buffer.alloc(0)],
  'with one flipped bit in an entry': ['snapshot_malformed', (file) => flip(file, file.length - 40)],
  'with one flipped bit in its checksum': ['snapshot_malformed', (file) => flip(file, file.length - 1)],
  'with another magic': ['snapshot_malformed', (file) => flip(file, 0)],
  'longer than announced': ['too_large', (file) => Buffer.concat([file, Buffer.alloc(1)])],
};

for (const [what, [code, spoil]] of Object.entries(spoilt)) {
  it(`a snapshot ${what} is not used at all`, async (t) => {
    const { server, model, issue, follow, untilFailed, untilSays } = await scene(t);
    const key = issue();
    issue();
    server.misbehave('snapshot', (_, response) => send(response, spoil(model.snapshot(false))));
    const followed = follow();
    await untilFailed(followed, code);
    assert.equal(followed.says(key.token), 'set_stale');
    assert.equal(followed.issuer.status().keys, 0);
    server.misbehave('snapshot', undefined);
    await untilSays(followed, key, 'accepted');
  });
}

const lies: Record<string, readonly [code: string, Record<string, unknown>]> = {
  'another issuer': ['wrong_issuer', { issuer: 'https://keys.example.com/acme' }],
  'the other feed': ['wrong_issuer', { feed: 'full' }],
  'another count': ['snapshot_malformed', { count: 3 }],
  'another length': ['snapshot_malformed', { bytes: 48 }],
  'more bytes than allowed': ['too_large', { count: 2 ** 40, bytes: 2 ** 44 }],
  'no position': ['snapshot_malformed', { position: '1.2' }],
  'another digest': ['snapshot_malformed', { position: tag(2) }],
  'a count that is not a number': ['snapshot_malformed', { count: '2' }],
};

for (const [what, [code, header]] of Object.entries(lies)) {
  it(`a snapshot with ${what} is refused although its checksum matches`, async (t) => {
    const { server, model, issue, follow, untilFailed } = await scene(t);
    const key = issue();
    issue();
    server.misbehave('snapshot', (_, response) =>
      send(
        response,
        model.snapshot(false, (own) => Object.assign(own, header)),
      ),
    );
    const followed = follow();
    await untilFailed(followed, code);
    assert.equal(followed.says(key.token), 'set_stale');
  });
}

it('a snapshot with a duplicate pin is refused, because removal would leave one', async (t) => {
  const { server, model, issue, follow, untilFailed } = await scene(t);
  const { pin } = issue();
  const entries = Buffer.concat([pin.subarray(0, 16), pin.subarray(0, 16)]);
  const header = { issuer: model.issuer, feed: 'public', position: tag(1), count: 2, bytes: 32 };
  server.misbehave('snapshot', (_, response) => send(response, snapshotFile(header, entries)));
  await untilFailed(follow(), 'snapshot_malformed');
});

for (const kind of kinds) {
  it(`an endless ${kind} does not fill the memory`, async (t) => {
    const { server, model, issue, follow, untilFailed } = await scene(t);
    issue();
    const types = {
      snapshot: 'application/vnd.lostwax.snapshot',
      changes: 'text/event-stream',
      head: 'application/json',
    };
    server.misbehave(kind, (_, response) => {
      response.writeHead(200, { 'content-type': types[kind] });
      if (kind === 'snapshot') response.write(model.snapshot(false));
      const junk = Buffer.alloc(64 * 1024, kind === 'changes' ? 'data: x' : 'x');
      const pour = () => {
        while (!response.destroyed && response.write(junk));
      };
      response.on('drain', pour);
      pour();
      return true;
    });
    const before = process.memoryUsage.rss();
    await untilFailed(follow(), 'too_large');
    assert.ok(process.memoryUsage.rss() - before < 64e6);
  });
}

function flip(file: Buffer, at: number): Buffer {
  const flipped = Buffer.from(file);
  flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
  return flipped;
}

function send(response: ServerResponse, file: Buffer): boolean {
  response.writeHead(200, { 'content-type': 'application/vnd.lostwax.snapshot' }).end(file);
  return true;
}
