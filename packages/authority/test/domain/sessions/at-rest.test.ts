import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { workspace } from '../../support/fixture.ts';
import { openHttpFixture } from '../../support/http.ts';
import { cookieHeaders, openLink, signIn } from '../../support/sessions.ts';

const fixture = await openHttpFixture();

it('codes, secrets and tokens of sessions are never stored: not in the database, its write-ahead log, the audit log or the logs', async () => {
  const slug = await workspace(fixture);
  const waiting = await openLink(fixture, slug, { customer: 'x' });
  const begun = await signIn(fixture, slug, { customer: 'x', actor: { id: 'u', name: 'Ada' } });
  const embedded = await signIn(fixture, slug, { customer: 'x', embed: true });
  const ask = (method: string, path: string, headers: readonly string[], body?: unknown) =>
    fixture.send({ method, path, key: null, headers, body });
  for (const { headers } of [begun, embedded]) {
    await ask('GET', '/v1/session', headers);
    await ask('POST', `/v1/workspaces/${slug}/keys`, headers, { customer: 'x' });
    await ask('POST', `/v1/workspaces/${slug}/keys`, headers, { customer: 'y' });
  }
  // In the wrong place: refused, and never echoed.
  await ask('POST', '/v1/session/exchange', [], { workspace: slug, code: begun.secret });
  await ask('POST', '/v1/session/exchange', [], { workspace: waiting.code, code: 7 });
  await ask('GET', '/v1/session', cookieHeaders(begun.id, embedded.secret));
  const pasted = await fixture.send({ method: 'GET', path: `/v1/workspaces?${embedded.secret}=1` });
  assert.doesNotMatch(pasted.text, /lwx_session_ses_/);
  await ask('POST', '/v1/session/end', begun.headers);

  const files = readdirSync(fixture.folder)
    .filter((name) => name.startsWith('lostwax.db'))
    .map((name) => readFileSync(join(fixture.folder, name)));
  assert.ok(files.length >= 2, 'the database and its log');
  const secrets = [waiting.code, begun.secret, embedded.secret, embedded.secret.split('.')[1] ?? ''];
  for (const secret of secrets) {
    assert.ok(secret.length >= 43);
    for (const bytes of files) assert.equal(bytes.indexOf(secret), -1);
    assert.ok(!fixture.logged.join('\n').includes(secret), 'logged');
  }
  assert.ok(fixture.logged.length > 5);
  assert.ok(
    fixture.logged.some((line) => line.includes(begun.id)),
    'who acted is logged',
  );
});
