import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventText, type FeedEvent, positionText, SetDigest } from '@lostwax/contract';
import { until } from '../../../../tools/testing/until.ts';
import { entryOf, testKey } from '../support/keys.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

it('keys of the snapshot are accepted, and each change takes effect when it arrives', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const first = issue();
  const followed = follow();
  await followed.issuer.ready;
  assert.equal(followed.says(first.token), 'accepted');
  const second = issue();
  assert.equal(followed.says(second.token), 'key_unknown');
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  server.flush();
  await untilSays(followed, second, 'accepted');
  model.other();
  model.remove(first);
  server.flush();
  await untilSays(followed, first, 'key_unknown');
  assert.equal(followed.says(second.token), 'accepted');
  const { position, keys, changes, snapshots, connected } = followed.issuer.status();
  assert.deepEqual(
    { position, keys, changes, snapshots, connected },
    {
      position: model.position,
      keys: 1,
      changes: 3,
      snapshots: 1,
      connected: true,
    },
  );
});

it('a registered reader soon reports what it applied; others wait for their next head', async (t) => {
  const { server, issue, follow, untilSays } = await scene(t);
  const applied = (): string[] =>
    server.seen.flatMap(({ kind, url }) => (kind === 'head' ? [url.searchParams.get('applied') ?? ''] : []));
  const named = follow({ reader: 'rdr_1' });
  await named.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  for (let n = 0; n < 50; n += 1) {
    issue();
    server.flush();
  }
  const last = issue();
  server.flush();
  await untilSays(named, last, 'accepted');
  const before = applied().length;
  // Sooner than the next regular head request after 4.5 to 5 seconds.
  await until('it reports that', 3_500, () => applied().includes(server.model.position));
  assert.ok(applied().length <= before + 3, 'one head reports many changes');
  await named.close();
});

it('an empty workspace has a set too', async (t) => {
  const { server, issue, follow, untilSays } = await scene(t);
  const followed = follow();
  await followed.issuer.ready;
  const key = issue();
  assert.equal(followed.says(key.token), 'key_unknown');
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  server.flush();
  await untilSays(followed, key, 'accepted');
});

it('a broken stream resumes where it was, without a snapshot', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const followed = follow();
  await followed.issuer.ready;
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  model.remove(key);
  const later = issue();
  server.dropStreams();
  await untilSays(followed, later, 'accepted');
  assert.equal(followed.says(key.token), 'key_unknown');
  assert.equal(server.asked.snapshot, 1);
  assert.equal(
    server.seen.findLast(({ kind }) => kind === 'changes')?.url.searchParams.get('since'),
    positionText(model.at(1)),
  );
});

it('if changes are no longer kept, the snapshot is loaded again', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const followed = follow();
  await followed.issuer.ready;
  model.remove(key);
  const later = issue();
  model.keptFrom = model.seq;
  server.dropStreams();
  await untilSays(followed, later, 'accepted');
  assert.equal(followed.says(key.token), 'key_unknown');
  assert.equal(server.asked.snapshot, 2);
  assert.ok(followed.failures().includes('position_gone'));
});

it('the full feed sends the key, compares whole pins, and skips unknown methods', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const exp = Math.floor(Date.now() / 1000) + 1_000;
  const key = issue({ scopes: ['read'], claims: { plan: 'gold' } });
  const foreign = testKey({ issuer: model.issuer });
  const followed = follow({ feedKey: 'feed-key', reader: 'r-1' });
  await followed.issuer.ready;
  assert.equal(followed.says(key.token), 'accepted');
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  const strange = JSON.stringify({ ...entryOf(foreign), method: 'telepathy' });
  const ending = testKey({ issuer: model.issuer });
  const overlap = JSON.stringify({ ...entryOf(ending), exp });
  const event = (
    seq: number,
    change: FeedEvent['change'],
    data: string,
    ...pins: readonly Buffer[]
  ): string => {
    const digest = new SetDigest(model.at().digest);
    for (const pin of pins) digest.toggle(pin);
    return eventText('full', { position: { ...model.at(), seq, digest: digest.text }, change, data });
  };
  server.writeRaw(event(2, 'add', strange) + event(3, 'add', overlap, ending.pin));
  await untilSays(followed, ending, 'accepted');
  assert.equal(followed.says(foreign.token), 'key_unknown');
  assert.equal(followed.says(ending.token, { nowSeconds: exp }), 'key_expired');
  const removed = JSON.stringify({ pin: key.pin.toString('base64url'), kid: key.keyId, method: 'signed' });
  server.writeRaw(event(4, 'remove', removed, ending.pin, key.pin));
  await untilSays(followed, key, 'key_unknown');
  for (const { kind, url, headers } of server.seen) {
    assert.equal(headers.authorization, kind === 'head' ? undefined : 'Bearer feed-key');
    assert.equal(url.searchParams.get('reader'), 'r-1');
    assert.equal(url.pathname.includes('/full'), kind !== 'head');
  }
});

it('a registered reader reports what it has applied', async (t) => {
  const { server, issue, follow } = await scene(t);
  issue();
  const followed = follow({ reader: 'r-1', maxStaleSeconds: 1 });
  await followed.issuer.ready;
  await until('a head after the first', LIMIT_MS, () =>
    server.seen.some(
      ({ kind, url }) => kind === 'head' && url.searchParams.get('applied') === server.model.position,
    ),
  );
});

it('a broken snapshot download resumes, or starts over if there is another snapshot', async (t) => {
  for (const replaced of [false, true]) {
    const { server, model, issue, follow, untilSays } = await scene(t);
    for (let count = 0; count < 200; count++) issue();
    const key = issue();
    let broken = 0;
    server.misbehave('snapshot', (_, response) => {
      if (broken++ > 0) {
        if (replaced && broken === 2) issue();
        return false;
      }
      const file = model.snapshot(false);
      response.writeHead(200, {
        'content-type': 'application/vnd.lostwax.snapshot',
        etag: `"${model.position}"`,
        'content-length': file.length,
      });
      response.write(file.subarray(0, 1_000), () => response.destroy());
      return true;
    });
    const followed = follow();
    await untilSays(followed, key, 'accepted');
    assert.equal(followed.issuer.status().keys, replaced ? 202 : 201);
    const again = server.seen.filter(({ kind }) => kind === 'snapshot')[1];
    assert.match(again?.headers.range ?? '', /^bytes=\d+-$/);
    assert.equal(again?.headers['if-range'], `"${positionText(model.at(201))}"`);
    assert.equal(server.asked.snapshot, 2);
  }
});
