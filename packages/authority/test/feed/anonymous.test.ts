/** Anonymous clients that open thousands of streams must neither slow down issuing and revoking nor lock out registered readers. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { openFeeds, SLUG } from './support.ts';

const fixture = await openFeeds();
const MOST = 100;

it('a hundred streams from one address are accepted; registered readers always', async () => {
  const { position } = (await fixture.get(`/${SLUG}/feed/head`)).json;
  const path = `/${SLUG}/feed?since=${position}`;
  const streams = await Promise.all(Array.from({ length: MOST }, () => fixture.follow(path)));
  const refused = await fixture.get(path);
  assert.deepEqual(
    [refused.status, refused.json.code, refused.headers['retry-after']],
    [503, 'too_many_streams', '1'],
  );
  assert.equal((await fixture.get(`${path}&reader=rdr_made_up`)).json.code, 'too_many_streams');
  // An ID from another workspace isn't valid here.
  await fixture.call('POST', '/v1/workspaces', { slug: 'other' });
  const reader = { name: 'gate', kind: 'gate', refreshSeconds: 5 };
  const { id: foreign } = await fixture.call('POST', '/v1/workspaces/other/readers', reader);
  assert.equal((await fixture.get(`${path}&reader=${foreign}`)).json.code, 'too_many_streams');

  const { id } = await fixture.call('POST', `/v1/workspaces/${SLUG}/readers`, reader);
  const registered = await fixture.follow(`${path}&reader=${id}`);
  const full = await fixture.follow(`/${SLUG}/feed/full?since=${position}`, {
    authorization: `Bearer ${fixture.admin}`,
  });
  registered.close();
  full.close();

  streams.pop()?.close();
  const next = await until('the place of one that left is free', 10_000, () =>
    fixture.follow(path).catch(() => undefined),
  );
  for (const stream of [...streams, next]) stream.close();
});
