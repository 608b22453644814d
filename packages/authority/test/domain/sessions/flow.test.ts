import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ORIGIN, workspace } from '../../support/fixture.ts';
import { openHttpFixture } from '../../support/http.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);

it('a link is opened, a key created, viewed, rotated and revoked, and the session ended', async () => {
  const base = `/v1/workspaces/${slug}`;
  const opened = await fixture.send({
    method: 'POST',
    path: `${base}/portal-sessions`,
    body: {
      customer: 'cus_1',
      customerName: 'Initech',
      actor: { id: 'u_7', name: 'Ada' },
      claims: { plan: 'gold' },
    },
  });
  assert.equal(opened.status, 201, opened.text);
  const code = opened.json.url.split('#')[1];
  const exchanged = await fixture.send({
    method: 'POST',
    path: '/v1/session/exchange',
    key: null,
    body: { workspace: slug, code },
  });
  assert.equal(exchanged.status, 201, exchanged.text);
  const [cookie = ''] = exchanged.headers['set-cookie'] ?? [];
  const headers = [
    'cookie',
    cookie.split(';')[0] ?? '',
    'x-lostwax-session',
    exchanged.json.id,
    'origin',
    ORIGIN,
  ];
  const portal = (method: string, path: string, body?: unknown) =>
    fixture.send({ method, path, key: null, headers, body });
  const issued = await portal('POST', `${base}/keys`, { customer: 'cus_1', name: 'CI' });
  assert.equal(issued.status, 201, issued.text);
  assert.deepEqual(issued.json.key.claims, { plan: 'gold' });
  const listed = await portal('GET', `${base}/keys`);
  assert.equal(listed.json.items.length, 1, listed.text);
  const rotated = await portal('POST', `${base}/keys/${issued.json.key.id}/rotate`, {});
  assert.equal(rotated.status, 201, rotated.text);
  assert.deepEqual(rotated.json.key.claims, { plan: 'gold' });
  const usage = await portal('GET', `${base}/keys/${issued.json.key.id}/usage?days=7`);
  assert.equal(usage.json.days.length, 7, usage.text);
  const revoked = await portal('POST', `${base}/keys/${issued.json.key.id}/revoke`, {});
  assert.equal(revoked.json.state, 'revoked', revoked.text);
  const history = await portal('GET', `${base}/audit`);
  assert.deepEqual(
    history.json.items.map((row: { action: string }) => row.action),
    ['key.revoke', 'rotation.begin', 'key.rotate', 'key.issue', 'session.begin', 'session.open'],
  );
  assert.equal(history.json.items[0].actorName, 'Ada');
  assert.equal((await portal('GET', '/v1/session')).json.liveKeys, 1);
  assert.equal((await portal('POST', '/v1/session/end')).status, 204);
  assert.equal((await portal('GET', '/v1/session')).json.code, 'session_ended');
});
