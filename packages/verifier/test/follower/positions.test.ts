import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Position, positionText, SetDigest } from '@lostwax/contract';
import { until } from '../../../../tools/testing/until.ts';
import { FeedModel } from '../support/feed-model.ts';
import { FeedServer } from '../support/feed-server.ts';
import { testKey } from '../support/keys.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

it('a higher epoch that reuses numbers is loaded by snapshot', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const lost = issue();
  const kept = issue();
  for (let count = 0; count < 5; count++) model.other();
  const followed = follow({ maxStaleSeconds: 1 });
  await followed.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  model.restore([kept]);
  // Only the head shows it, not the stream.
  await untilSays(followed, lost, 'key_unknown');
  await untilSays(followed, kept, 'accepted');
  assert.equal(followed.issuer.status().position, model.position);
  const added = issue();
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  server.flush();
  await untilSays(followed, added, 'accepted');
});

it('an authority that has gone back makes nothing fresh, and no refused key is accepted again', async (t) => {
  const { server, model, issue, follow, untilSays, untilFailed } = await scene(t);
  const revoked = issue();
  const key = issue();
  const followed = follow({ maxStaleSeconds: 1 });
  await followed.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  model.remove(revoked);
  server.flush();
  await untilSays(followed, revoked, 'key_unknown');
  const before = model.position;
  // As if restored from yesterday, without a new epoch.
  const old = new FeedModel(model.issuer);
  old.add(revoked);
  old.add(key);
  await server.stop();
  const restored = await FeedServer.start(old, server.port);
  t.after(() => restored.stop());
  await untilFailed(followed, 'position_behind');
  await untilSays(followed, key, 'set_stale');
  for (let count = 0; count < 20; count++) {
    assert.notEqual(followed.says(revoked.token), 'accepted');
    await sleep(20);
  }
  assert.equal(followed.issuer.status().position, before);
  old.restore([key]);
  await untilSays(followed, key, 'accepted');
  assert.equal(followed.says(revoked.token), 'key_unknown');
});

/** A change to a set with one key, with the digest after it. */
interface Told {
  readonly data: string;
  readonly id: (seq: number, other?: Partial<Position>) => string;
}

const outOfTurn: Record<string, (told: Told) => string> = {
  'a gap': ({ data, id }) => `id: ${id(3)}\nevent: add\ndata: ${data}\n\n`,
  'a repeated number': ({ data, id }) => `id: ${id(1)}\nevent: add\ndata: ${data}\n\n`,
  'another epoch': ({ data, id }) => `id: ${id(2, { epoch: 2 })}\nevent: add\ndata: ${data}\n\n`,
  'another lineage': ({ data, id }) =>
    `id: ${id(2, { lineage: 'fedcba9876543210' })}\nevent: add\ndata: ${data}\n\n`,
  'no number': ({ data }) => `event: add\ndata: ${data}\n\n`,
  'a number with a leading zero': ({ data, id }) =>
    `id: ${id(2).replace('.2.', '.02.')}\nevent: add\ndata: ${data}\n\n`,
  'an unknown kind': ({ data, id }) => `id: ${id(2)}\nevent: bless\ndata: ${data}\n\n`,
  'no kind': ({ data, id }) => `id: ${id(2)}\ndata: ${data}\n\n`,
  'a truncated pin': ({ data, id }) => `id: ${id(2)}\nevent: add\ndata: ${data.slice(1)}\n\n`,
  'a pin in two lines': ({ data, id }) =>
    `id: ${id(2)}\nevent: add\ndata: ${data.slice(0, 9)}\ndata: ${data.slice(9)}\n\n`,
};

for (const [what, event] of Object.entries(outOfTurn)) {
  it(`a change with ${what} is not applied, and ends the stream`, async (t) => {
    const { server, model, issue, follow, untilFailed } = await scene(t);
    issue();
    const followed = follow();
    await followed.issuer.ready;
    await until('the stream is open', LIMIT_MS, () => server.streams === 1);
    const never = testKey({ issuer: model.issuer });
    const { digest } = model.at();
    const after = { ...model.at(), digest: new SetDigest(digest).toggle(never.pin).text };
    const id: Told['id'] = (seq, other) => positionText({ ...after, seq, ...other });
    server.writeRaw(event({ data: never.pin.subarray(0, 16).toString('base64url'), id }));
    await untilFailed(followed, 'feed_malformed');
    assert.equal(followed.says(never.token), 'key_unknown');
    assert.equal(followed.issuer.status().position, model.position);
  });
}

it('valid changes before an invalid one in the same packet are applied', async (t) => {
  const { server, model, issue, follow, untilFailed } = await scene(t);
  const key = issue();
  const followed = follow();
  await followed.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  const data = key.pin.subarray(0, 16).toString('base64url');
  const [good, bad] = [2, 9].map((seq) => positionText({ ...model.at(0), seq }));
  server.writeRaw(`id: ${good}\nevent: remove\ndata: ${data}\n\nid: ${bad}\nevent: add\ndata: ${data}\n\n`);
  await untilFailed(followed, 'feed_malformed');
  assert.equal(followed.says(key.token), 'key_unknown');
});

it('events are parsed the same byte by byte, with CRLF, comments and other fields', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const followed = follow();
  await followed.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  const data = key.pin.subarray(0, 16).toString('base64url');
  const id = positionText({ ...model.at(0), seq: 2 });
  const text = `: beat\r\nretry: 5\r\nid: ${id}\r\nevent: remove\r\ndata: ${data}\r\n\r\n`;
  for (const character of text) {
    server.writeRaw(character);
    await sleep(1);
  }
  await untilSays(followed, key, 'key_unknown');
  assert.deepEqual(followed.failures(), []);
});

it('when an address fails the next one is used, for the stream and for the head', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const second = await FeedServer.start(model);
  t.after(() => second.stop());
  const followed = follow({
    feeds: ['http://127.0.0.1:9/acme', server.address, second.address],
    maxStaleSeconds: 2,
  });
  await followed.issuer.ready;
  assert.equal(followed.says(key.token), 'accepted');
  await until('a stream is open', LIMIT_MS, () => server.streams + second.streams === 1);
  // An address that streams but has no head has lost its database.
  const [cut, other] = server.streams === 1 ? [server, second] : [second, server];
  cut.misbehave('head', (_, response) => Boolean(response.writeHead(503).end()));
  await until('the other streams', LIMIT_MS, () => other.streams === 1);
  model.remove(key);
  other.flush();
  await untilSays(followed, key, 'key_unknown');
});
