import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SetDigest } from '@lostwax/contract';
import { position } from '../../../../tools/testing/position.ts';
import { until } from '../../../../tools/testing/until.ts';
import { DiskCache } from '../../src/cache/disk-cache.ts';
import { methodNames } from '../../src/methods/table.ts';
import { PinTable } from '../../src/pin-table.ts';
import { FeedServer } from '../support/feed-server.ts';
import type { Followed } from '../support/followed.ts';
import { testKey } from '../support/keys.ts';
import { folder, kept, names } from '../support/on-disk.ts';
import { pinOfNumber } from '../support/pins.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

const codesOf = (followed: Followed) =>
  followed.events.flatMap((event) => (event.type === 'cache_failed' ? [event.code] : []));

for (const feedKey of [undefined, 'feed-key']) {
  const feed = feedKey === undefined ? 'public' : 'full';
  it(`the set of the ${feed} feed on disk is loaded without the authority, including every applied change`, async (t) => {
    const all = await scene(t);
    const { server, model, issue, follow, untilSays } = all;
    const revoked = issue();
    const key = issue({ scopes: ['read'], claims: { plan: 'größer' } });
    for (let count = 0; count < 300; count++) issue();
    const options = { cacheDirectory: folder(t), ...(feedKey && { feedKey }) };
    const first = await kept(all, options);
    await until('the stream is open', LIMIT_MS, () => server.streams === 1);
    model.remove(revoked);
    const later = issue();
    server.flush();
    await untilSays(first, later, 'accepted');
    // Not closed, as if killed at this moment.
    await server.stop();
    const second = follow(options);
    await second.issuer.ready;
    assert.equal(second.says(key.token, { scopes: ['read'] }), 'accepted');
    assert.equal(second.says(later.token), 'accepted');
    assert.equal(second.says(revoked.token), 'key_unknown');
    assert.equal(second.issuer.status().position, model.position);
    assert.deepEqual(second.events[0], {
      type: 'set_taken',
      issuer: model.issuer,
      from: 'disk',
      position: model.position,
      keys: 302,
    });
  });
}

it('a loaded set continues with changes only, and can be loaded again', async (t) => {
  const all = await scene(t);
  const { server, model, issue, follow, untilSays } = all;
  const key = issue();
  const options = { cacheDirectory: folder(t) };
  await (await kept(all, options)).close();
  model.remove(key);
  const later = issue();
  for (let round = 0; round < 3; round++) {
    const followed = follow(options);
    await untilSays(followed, later, 'accepted');
    assert.equal(followed.says(key.token), 'key_unknown');
    await followed.close();
  }
  assert.equal(server.asked.snapshot, 1);
  assert.deepEqual(
    new Set(names(options).map((name) => name.replace(/^.*\.\d+/, ''))),
    new Set(['.changes', '.snapshot']),
  );
  assert.equal(names(options).length, 2);
});

it('only the owner can read the files', async (t) => {
  const all = await scene(t);
  all.issue();
  const cacheDirectory = join(folder(t), 'own');
  await kept(all, { cacheDirectory });
  assert.equal(statSync(cacheDirectory).mode & 0o777, 0o700);
  for (const name of names({ cacheDirectory }))
    assert.equal(statSync(join(cacheDirectory, name)).mode & 0o777, 0o600);
});

it('a set on disk is valid for maxStaleSeconds after its last head, by the later of both clocks', async (t) => {
  const all = await scene(t);
  const { server, issue, follow } = all;
  const key = issue();
  const options = { cacheDirectory: folder(t) };
  await (await kept(all, options)).close();
  await server.stop();
  const says = async (shift: { wall: number; uptime: number }) => {
    const followed = follow({ ...options, shift });
    await until('the set is there', LIMIT_MS, () => followed.events.some(({ type }) => type === 'set_taken'));
    const code = followed.says(key.token);
    await followed.close();
    return code;
  };
  assert.equal(await says({ wall: 0, uptime: 0 }), 'accepted');
  assert.equal(await says({ wall: 250, uptime: 250 }), 'accepted');
  assert.equal(await says({ wall: 0, uptime: 400 }), 'set_stale');
  assert.equal(await says({ wall: 400, uptime: 0 }), 'set_stale');
  assert.equal(await says({ wall: -3_600, uptime: 400 }), 'set_stale');
  // The uptime of a restarted container.
  assert.equal(await says({ wall: 0, uptime: -10_000 }), 'set_stale');
});

const damages: Record<string, (directory: string, name: string) => void> = {
  'one flipped bit': (directory, name) => {
    const bytes = readFileSync(join(directory, name));
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);
    writeFileSync(join(directory, name), bytes);
  },
  'its end cut off': (directory, name) => {
    const bytes = readFileSync(join(directory, name));
    writeFileSync(join(directory, name), bytes.subarray(0, -3));
  },
  'no content': (directory, name) => writeFileSync(join(directory, name), ''),
  'been removed': (directory, name) => rmSync(join(directory, name)),
};

for (const [what, damage] of Object.entries(damages)) {
  for (const end of ['.snapshot', '.changes']) {
    it(`a set on disk whose ${end.slice(1)} has ${what} is not used`, async (t) => {
      const all = await scene(t);
      const { server, model, issue, follow, untilSays } = all;
      const key = issue();
      const options = { cacheDirectory: folder(t) };
      await (await kept(all, options)).close();
      await server.stop();
      const [name = ''] = names(options, end);
      damage(options.cacheDirectory, name);
      const followed = follow(options);
      await until('the authority receives a request', LIMIT_MS, () => followed.failures().length > 0);
      assert.equal(followed.says(key.token), 'set_stale');
      // A missing snapshot is not reported as an error.
      if (!(what === 'been removed' && end === '.snapshot')) assert.equal(codesOf(followed).length, 1);
      const again = await FeedServer.start(model, server.port);
      t.after(() => again.stop());
      await untilSays(followed, key, 'accepted');
      await until('it is cached again', LIMIT_MS, () => names(options, '.snapshot').length === 1);
    });
  }
}

it('a set from another boot, or of another issuer, is not used', async (t) => {
  const all = await scene(t);
  const { server, issue, follow } = all;
  const key = issue();
  const options = { cacheDirectory: folder(t), bootId: () => 'boot-1' };
  await (await kept(all, options)).close();
  const [snapshot = '', changes = ''] = ['.snapshot', '.changes'].map((end) => names(options, end)[0]);
  const other = await scene(t);
  for (const name of [snapshot, changes]) {
    const bytes = readFileSync(join(options.cacheDirectory, name));
    const otherName = (await import('../../src/cache/cache-files.ts')).cacheFiles(
      options.cacheDirectory,
      other.model.issuer,
      'acme',
      'public',
    );
    writeFileSync(name === snapshot ? otherName.snapshot(1) : otherName.changes(1), bytes);
  }
  other.server.misbehave('snapshot', () => true);
  const foreign = other.follow(options);
  await until('it is reported', LIMIT_MS, () => codesOf(foreign).includes('cache_corrupt'));
  assert.equal(foreign.says(key.token), 'set_stale');
  server.misbehave('snapshot', () => true);
  const rebooted = follow({ ...options, bootId: () => 'boot-2' });
  await until('it is reported', LIMIT_MS, () => codesOf(rebooted).includes('cache_other_boot'));
  assert.equal(rebooted.says(key.token), 'set_stale');
});

it('a missing boot ID or an unwritable folder is reported once, and the verifier continues', async (t) => {
  const all = await scene(t);
  const { issue, follow, untilSays } = all;
  const key = issue();
  const file = join(folder(t), 'a-file');
  writeFileSync(file, '');
  for (const [options, code] of [
    [{ cacheDirectory: folder(t), bootId: () => undefined }, 'cache_unsupported'],
    [{ cacheDirectory: join(file, 'below') }, 'cache_failed'],
    [{ cacheDirectory: file }, 'cache_failed'],
    // Exists, but accepts no folders.
    [{ cacheDirectory: '/proc/lostwax/cache' }, 'cache_failed'],
  ] as const) {
    const followed = follow(options);
    await untilSays(followed, key, 'accepted');
    assert.deepEqual(codesOf(followed), [code]);
  }
});

it('a folder that becomes unwritable only ends caching', {
  skip: process.getuid?.() === 0 && 'root may write everywhere',
}, async (t) => {
  const all = await scene(t);
  const { server, model, issue, untilSays } = all;
  const key = issue();
  const options = { cacheDirectory: folder(t) };
  const followed = await kept(all, options);
  chmodSync(options.cacheDirectory, 0o500);
  model.remove(key);
  server.dropStreams();
  await untilSays(followed, key, 'key_unknown');
});

it('a new snapshot invalidates the set on disk before it takes effect', async (t) => {
  const all = await scene(t);
  const { server, model, issue, follow, untilSays } = all;
  const lost = issue();
  const key = issue();
  const options = { cacheDirectory: folder(t), maxStaleSeconds: 2 };
  const first = await kept(all, options);
  model.restore([key]);
  await untilSays(first, lost, 'key_unknown');
  await server.stop();
  const second = follow(options);
  await until('an answer', LIMIT_MS, () => second.events.length > 0);
  assert.notEqual(second.says(lost.token), 'accepted');
});

it('a set that is replaced while it is being written is still cached', {
  timeout: LIMIT_MS,
}, async (t) => {
  const directory = folder(t);
  const expected = { issuer: 'https://keys.example.com/acme', kind: 'public', boot: 'boot-1' } as const;
  const failures: string[] = [];
  const open = () =>
    new DiskCache(
      directory,
      'acme',
      { ...expected, methods: methodNames, maxBytes: 2 ** 20 },
      ({ message }) => failures.push(message),
    );
  const cache = open();
  const table = new PinTable();
  for (let number = 0; number < 1_000; number++) table.add(pinOfNumber(number));
  cache.begin(table, position(1_000));
  // It takes at least a turn of the event loop for each of 256 parts.
  while (names({ cacheDirectory: directory }, '.tmp').length === 0) await nextTurn();
  cache.discard();
  table.add(pinOfNumber(1_000));
  const digest = new SetDigest();
  for (let number = 0; number <= 1_000; number++) digest.toggle(new Uint8Array(pinOfNumber(number).buffer));
  const later = position(1, { epoch: 2, digest: digest.text });
  cache.begin(table, later);
  await cache.close();
  assert.deepEqual(failures, []);
  const kept = await open().load();
  assert.deepEqual([kept.position, kept.table.size], [later, 1_001]);
});

it('the set is rewritten when the journal has grown long', async (t) => {
  const all = await scene(t);
  const { server, model, issue, untilSays, follow } = all;
  issue();
  const options = { cacheDirectory: folder(t), maxStaleSeconds: 1 };
  const followed = await kept(all, options);
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  const key = testKey({ issuer: model.issuer });
  // A change takes 90 bytes on disk. This is 8 MB, and the set is rewritten from 4 MiB on.
  for (let count = 0; count < 45_000; count++) {
    model.add(key);
    model.remove(key);
  }
  const last = issue();
  server.flush();
  await untilSays(followed, last, 'accepted');
  await until('the journal is short', LIMIT_MS, () => {
    const [changes = ''] = names(options, '.changes');
    return names(options).length === 2 && statSync(join(options.cacheDirectory, changes)).size < 10_000;
  });
  await followed.close();
  await server.stop();
  const second = follow({ ...options, maxStaleSeconds: 300 });
  await untilSays(second, last, 'accepted');
  assert.equal(second.says(key.token), 'key_unknown');
});
