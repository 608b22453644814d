/** 20,000 keys in 256 shards, each shard chosen by the first characters of the key: accepted in every shard. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseKeyId } from '@lostwax/core';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { startGateway } from './fixture.ts';
import { type Issued, seen, startSession } from './session.ts';

const { program, skip } = await peerForTests('envoy');
const slug = 'acme_live';
const KEYS = 20_000;
const BATCH = 1_000;

it('20,000 keys in 256 shards: 200 for a key of every shard, 401 once it is revoked', {
  skip,
}, async (t) => {
  const session = await startSession();
  t.after(() => session.stop());
  const workspace = await session.createWorkspace({ slug });
  const ofShard = new Map<string, Issued>();
  for (let issued = 0; issued < KEYS; issued += BATCH) {
    for (const key of await session.issueMany(slug, BATCH)) ofShard.set(parseKeyId(key.key.id).shard, key);
  }
  assert.equal(ofShard.size, 256);

  const gateway = await startGateway(program, workspace, { shards: 256 });
  t.after(() => gateway.stop());
  for (const [shard, { token }] of ofShard)
    assert.equal(await gateway.status(bearer(token)), 200, `shard ${shard}`);

  const revoked = [...ofShard.values()].slice(0, 5);
  for (const { key } of revoked) await session.act(slug, key.id, 'revoke');
  for (const { token } of revoked) await seen(gateway, token, 401);
});
