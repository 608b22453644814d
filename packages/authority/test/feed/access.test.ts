import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { assertInOrder, bearer, openFeeds, SLUG } from './support.ts';

const fixture = await openFeeds();
await fixture.call('POST', '/v1/workspaces', { slug: 'other' });
await fixture.issue();

async function administrator(
  scopes: readonly string[],
): Promise<{ readonly id: string; readonly token: string }> {
  const body = { customer: 'jane', scopes };
  const { key, token } = await fixture.call('POST', '/v1/workspaces/lostwax/keys', body);
  return { id: key.id, token };
}

describe('the full feed requires a key with feed:read', () => {
  const parts = [`/${SLUG}/feed/full?since=${fixture.at(1)}`, `/${SLUG}/feed/full/snapshot`];

  it("401 without a key, or with a key that is not an administrator's", async () => {
    const { token: customers } = await fixture.issue();
    const strangers: readonly (readonly [string, Record<string, string>])[] = [
      ['unauthenticated', {}],
      ['unauthenticated', { authorization: `Basic ${fixture.admin}` }],
      ['invalid_key', bearer('garbage')],
      ['invalid_key', bearer(`${fixture.admin.slice(0, -2)}AA`)],
      ['invalid_key', bearer(customers)],
    ];
    for (const path of [...parts, `/nobody/feed/full?since=${fixture.at(0)}`]) {
      for (const [code, headers] of strangers) {
        const { status, json, headers: answered } = await fixture.get(path, headers);
        assert.deepEqual([path, status, json.code], [path, 401, code]);
        assert.match(String(answered['www-authenticate']), /^Bearer realm="lostwax"/);
      }
    }
  });

  it('403 without the scope, for another workspace, and for missing workspaces', async () => {
    const others = ['keys:write', 'audit:read', 'usage:write', 'portal:write', 'feed:read@other'];
    const { token } = await administrator(others);
    for (const path of [...parts, `/nobody/feed/full?since=${fixture.at(0)}`]) {
      const { status, json } = await fixture.get(path, bearer(token));
      assert.deepEqual([path, status, json.code], [path, 403, 'insufficient_scope']);
    }
    const { json } = await fixture.get(parts[0] ?? '', bearer(token));
    assert.equal(json.scope, `feed:read@${SLUG}`);
    const global = await administrator(['feed:read']);
    const { status, json: admins } = await fixture.get(
      `/lostwax/feed/full?since=${fixture.at(0, 'lostwax')}`,
      bearer(global.token),
    );
    assert.deepEqual([status, admins.scope], [403, 'admin'], 'that of the administrators asks for more');
  });

  it('200 with feed:read for all workspaces or this one, and with admin', async () => {
    for (const scope of ['feed:read', `feed:read@${SLUG}`, 'admin', `admin@${SLUG}`]) {
      const { token } = await administrator([scope]);
      assert.equal((await fixture.get(parts[1] ?? '', bearer(token))).status, 200, scope);
      const stream = await fixture.follow(`/${SLUG}/feed/full?since=${fixture.at(0)}`, bearer(token));
      await stream.reach(1);
      stream.close();
    }
  });
});

describe('a stream that stays open', { concurrency: true }, () => {
  it('has a comment after every 5 seconds of silence, and its events in between', async () => {
    const at = (await fixture.get('/other/feed/head')).json.position;
    const stream = await fixture.follow(`/other/feed?since=${at}`);
    const begun = performance.now();
    await until('a comment', 20_000, () => stream.comments > 0);
    assert.ok(performance.now() - begun > 2_500, 'not without need');
    await fixture.call('POST', '/v1/workspaces/other/keys', { customer: 'a' });
    await stream.reach(1);
    assertInOrder(stream.events, 0);
  });

  it('ends when its key does', async () => {
    const { id, token } = await administrator(['feed:read']);
    const stream = await fixture.follow(`/${SLUG}/feed/full?since=${fixture.at(0)}`, bearer(token));
    const stays = await fixture.follow(`/${SLUG}/feed/full?since=${fixture.at(0)}`, bearer(fixture.admin));
    await stream.reach(1);
    await fixture.call('POST', `/v1/workspaces/lostwax/keys/${id}/revoke`, {});
    await stream.end();
    assert.ok(!stays.ended, 'others go on');
  });
});
