import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forgetEnded } from '../../../src/domain/forget.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { ORIGIN, withCode, workspace } from '../../support/fixture.ts';
import { type Answer, openHttpFixture } from '../../support/http.ts';
import { openLink, signIn } from '../../support/sessions.ts';

const fixture = await openHttpFixture();
const { domain, admin, clock } = fixture;
const slug = await workspace(fixture);
const other = await workspace(fixture);

const exchange = (code: string, home = slug, headers: readonly string[] = []): Promise<Answer> =>
  fixture.send({
    method: 'POST',
    path: '/v1/session/exchange',
    key: null,
    headers,
    body: { workspace: home, code },
  });
const session = (headers: readonly string[]): Promise<Answer> =>
  fixture.send({ method: 'GET', path: '/v1/session', key: null, headers });

describe('the code of a link', () => {
  it('is in the fragment, where no server sees it', async () => {
    const { url } = await openLink(fixture, slug, { customer: 'a' });
    assert.match(url, new RegExp(`^${ORIGIN}/portal/${slug}/#[\\w-]{43}$`));
  });
  it('opens one session, once', async () => {
    const { code, id } = await openLink(fixture, slug, { customer: 'a' });
    const first = await exchange(code);
    assert.deepEqual([first.status, first.json.id], [201, id]);
    const second = await exchange(code);
    assert.deepEqual([second.status, second.json.code], [400, 'code_invalid']);
    assert.equal(second.headers['set-cookie'], undefined);
  });
  it('opens one session even if sent ten times at once', async () => {
    const { code } = await openLink(fixture, slug, { customer: 'a' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(code)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  });
  it('lasts five minutes', async () => {
    const [early, late] = [
      await openLink(fixture, slug, { customer: 'a' }),
      await openLink(fixture, slug, { customer: 'a' }),
    ];
    await fixture.pass(299);
    assert.equal((await exchange(early.code)).status, 201);
    await fixture.pass(1);
    assert.equal((await exchange(late.code)).json.code, 'code_invalid');
  });
  it('is valid in its workspace only, and not used up by an attempt elsewhere', async () => {
    const { code } = await openLink(fixture, slug, { customer: 'a' });
    for (const home of [other, 'nowhere', 'lostwax'])
      assert.equal((await exchange(code, home)).json.code, 'code_invalid');
    for (const wrong of ['', `${code}x`, code.toLowerCase(), `${code} `])
      assert.equal((await exchange(wrong)).json.code, 'code_invalid', wrong);
    assert.equal((await exchange(code)).status, 201);
  });
  it('is not used up by mail scanners that open links: any GET or HEAD', async () => {
    const { code, url } = await openLink(fixture, slug, { customer: 'a' });
    const { pathname } = new URL(url);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const path of [
        pathname,
        `${pathname}?code=${code}`,
        '/v1/session/exchange',
        `/v1/session/exchange?code=${code}`,
      ])
        await fixture.send({ method, path, key: null });
    }
    assert.equal((await exchange(code)).status, 201);
  });
  it('is invalid once the producer has ended the session', async () => {
    const { code, id } = await openLink(fixture, slug, { customer: 'a' });
    await domain.sessions.end(admin, slug, id);
    assert.equal((await exchange(code)).json.code, 'code_invalid');
  });
});

describe('the cookie', () => {
  it('is limited to this host, inaccessible to scripts, and lives as long as the session', async () => {
    const { code, id } = await openLink(fixture, slug, { customer: 'a' });
    const { headers, text } = await exchange(code);
    const [cookie = '', ...more] = headers['set-cookie'] ?? [];
    assert.deepEqual(more, []);
    const [pair = '', ...attributes] = cookie.split('; ');
    assert.match(pair, new RegExp(`^__Host-lostwax-${id}=[\\w-]{43}$`));
    assert.deepEqual(attributes, ['Max-Age=3600', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']);
    assert.equal(headers['cache-control'], 'no-store');
    assert.ok(!text.includes(pair.split('=')[1] ?? ''), 'a script could read the secret in the answer');
  });
  it('allows two customers side by side: the header selects the session', async () => {
    const one = await signIn(fixture, slug, { customer: 'one' });
    const two = await signIn(fixture, other, { customer: 'two' });
    const jar = `__Host-lostwax-${one.id}=${one.secret}; theme=dark; __Host-lostwax-${two.id}=${two.secret}`;
    for (const [visitor, customer] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      const { json } = await session(['cookie', jar, 'x-lostwax-session', visitor.id]);
      assert.equal(json.customer.id, customer);
    }
    const { status, headers } = await fixture.send({
      method: 'POST',
      path: '/v1/session/end',
      key: null,
      headers: ['cookie', jar, 'x-lostwax-session', one.id, 'origin', ORIGIN],
    });
    assert.equal(status, 204);
    assert.match(String(headers['set-cookie']), new RegExp(`^__Host-lostwax-${one.id}=; Max-Age=0; `));
    assert.equal((await session(['cookie', jar, 'x-lostwax-session', one.id])).json.code, 'session_ended');
    assert.equal((await session(['cookie', jar, 'x-lostwax-session', two.id])).status, 200);
  });
  it('alone is not enough: the header is required, once, and a duplicate cookie is ignored', async () => {
    const { id, secret } = await signIn(fixture, slug, { customer: 'a' });
    const cookie = `__Host-lostwax-${id}=${secret}`;
    assert.equal((await session(['cookie', cookie])).json.code, 'unauthenticated');
    const twice = ['x-lostwax-session', id, 'x-lostwax-session', id];
    assert.equal((await session(['cookie', cookie, ...twice])).json.code, 'invalid_request');
    assert.equal(
      (await session(['cookie', `${cookie}; ${cookie}`, 'x-lostwax-session', id])).json.code,
      'session_ended',
    );
  });
});

describe('a session ends', () => {
  it('after an hour, regardless of activity', async () => {
    const { headers } = await signIn(fixture, slug, { customer: 'a' });
    await fixture.pass(3_599);
    assert.equal((await session(headers)).status, 200);
    await fixture.pass(1);
    const { status, json, headers: answered } = await session(headers);
    assert.deepEqual([status, json.code], [401, 'session_ended']);
    assert.equal(answered['www-authenticate'], 'Bearer realm="lostwax", error="invalid_token"');
  });
  it('embedded, after a quarter of an hour', async () => {
    const { headers } = await signIn(fixture, slug, { customer: 'a', embed: true });
    await fixture.pass(899);
    assert.equal((await session(headers)).status, 200);
    await fixture.pass(1);
    assert.equal((await session(headers)).json.code, 'session_ended');
  });
  it('when the producer ends it, or all of its customer', async () => {
    const [one, two, three] = [
      await signIn(fixture, slug, { customer: 'many' }),
      await signIn(fixture, slug, { customer: 'many' }),
      await signIn(fixture, slug, { customer: 'others' }),
    ];
    await domain.sessions.end(admin, slug, one.id);
    assert.equal((await session(one.headers)).json.code, 'session_ended');
    await assert.rejects(domain.sessions.end(admin, slug, one.id), withCode('session_not_found'));
    await assert.rejects(domain.sessions.end(admin, other, two.id), withCode('session_not_found'));
    assert.equal(await domain.sessions.endAll(admin, slug, 'many'), 1);
    assert.equal((await session(two.headers)).json.code, 'session_ended');
    assert.equal((await session(three.headers)).status, 200);
  });
  it('when its customer is erased, together with its people', async () => {
    const visitor = await signIn(fixture, slug, {
      customer: 'gone',
      actor: { id: 'u_gone', name: 'Grace Gone' },
    });
    await domain.eraseCustomer(admin, slug, 'gone');
    assert.equal((await session(visitor.headers)).json.code, 'session_ended');
    const rows = await tablesBehind(fixture.store.read).selectFrom('sessions').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(rows), /Gone|u_gone/);
  });
  it('not when its customer is suspended, who may still view and revoke keys', async () => {
    const { headers } = await signIn(fixture, slug, { customer: 'late' });
    await domain.updateCustomer(admin, slug, 'late', { state: 'suspended' });
    assert.equal((await session(headers)).json.customer.state, 'suspended');
  });
  it('and is deleted', async () => {
    await signIn(fixture, slug, { customer: 'a' });
    clock.now += 3_600_000;
    await forgetEnded(fixture.context);
    const { count } = await tablesBehind(fixture.store.read)
      .selectFrom('sessions')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(count, 0);
  });
});

it('live sessions are listed page by page, newest first, of one customer or all', async () => {
  const home = await workspace(fixture);
  const made: string[] = [];
  for (const customer of ['p', 'q', 'p', 'p', 'q']) {
    made.unshift((await signIn(fixture, home, { customer })).id);
    clock.now += 1_000;
  }
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await domain.sessions.list(home, { limit: 2, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(ids, made);
  assert.equal((await domain.sessions.list(home, { customer: 'q' })).items.length, 2);
  await domain.sessions.end(admin, home, made[0] as string);
  assert.equal((await domain.sessions.list(home, {})).items.length, 4);
  await assert.rejects(domain.sessions.list(home, { customer: 'r' }), withCode('customer_not_found'));
  assert.deepEqual((await domain.sessions.list(other, { limit: 1 })).items, []);
});
