import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../peers/kind.ts';
import { howToGet, installed, locate, MISSING_PEERS, peer } from '../peers/peer.ts';
import { run } from '../peers/run.ts';

let folder: string;
let installs: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lostwax-peers-'));
  installs = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const countedPeer: Peer = {
  name: 'counted',
  version: '1',
  byHand: 'count it',
  async install(home) {
    installs += 1;
    await delay(200);
    await writeFile(join(home, 'program'), '');
  },
  binary: (home) => join(home, 'program'),
};

it('concurrent requests for a peer wait for one installation', async () => {
  const paths = await Promise.all([1, 2, 3].map(() => installed(countedPeer, folder)));
  assert.deepEqual(new Set(paths), new Set([join(folder, 'counted-1', 'program')]));
  assert.equal(installs, 1);
});

it('an installation that was cut off is repeated', async () => {
  await mkdir(join(folder, 'counted-1'), { recursive: true });
  await writeFile(join(folder, 'counted-1', 'half'), '');
  await installed(countedPeer, folder);
  assert.equal(installs, 1);
});

const failing: Peer = { ...countedPeer, install: () => Promise.reject(new Error('no network')) };

it('an unavailable peer is missing, and in CI an error that explains why and how to get it', async () => {
  assert.equal(await locate(failing, folder, {}), undefined);
  await assert.rejects(
    locate(failing, folder, { CI: 'true' }),
    /counted 1 is not here: count it \(no network\)/,
  );
});

it('the environment can name a program, or declare the peer missing', async () => {
  assert.equal(await locate(failing, folder, { LOSTWAX_PEER_COUNTED: '/own', CI: 'true' }), '/own');
  assert.equal(await locate(countedPeer, folder, { [MISSING_PEERS]: 'other,counted' }), undefined);
  assert.equal(installs, 0);
});

it('a failed installation releases the lock and can be repeated', async () => {
  await assert.rejects(installed(failing, folder), /no network/);
  await installed(countedPeer, folder);
  assert.equal(installs, 1);
});

it('a failed command is reported with the reason', async () => {
  await assert.rejects(run(process.execPath, ['-e', 'console.error("why"); process.exit(3)']), /node.*: why/);
});

it('the error for an unknown peer names the table', () => {
  assert.throws(() => peer('nobody'), /tools\/peers\/table\.ts/);
});

it('the skip message explains how to get the peer', () => {
  assert.match(howToGet('envoy'), /envoy 1\.40\.0 is not here: .*LOSTWAX_PEER_ENVOY/);
});
