import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeKeyId, mintKey, parseToken } from '@lostwax/core';
import { administrator, openFixture, withCode, workspace } from '../../support/fixture.ts';
import { keyText } from '../../support/key-text.ts';

const fixture = await openFixture();
const { domain, admin, clock } = fixture;
const refused = withCode('invalid_key');

/** A token with one character in its middle changed. */
function altered(token: string): string {
  const at = token.length - 40;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

/** A well-formed key that this authority never issued. */
function mintFor(token: string, issuer?: string): string {
  const { claims } = parseToken(token);
  const keyId = makeKeyId('lostwax');
  return mintKey({
    algorithm: 'ES256',
    keyId,
    claims: { ...claims, iss: issuer ?? claims.iss, jti: keyId },
  }).token;
}

describe('authenticate', () => {
  it('accepts an administrator key while it is active and its customer is not suspended', async () => {
    const { key, token } = await administrator(fixture, {
      customer: 'jo',
      scopes: ['keys:read'],
      expiresAt: clock.now + 10_000,
    });
    assert.deepEqual(await domain.authenticate(token), { id: key.id, scopes: ['keys:read'], view: 'all' });
    await domain.disable(admin, 'lostwax', key.id);
    await assert.rejects(domain.authenticate(token), refused);
    await domain.enable(admin, 'lostwax', key.id);
    await domain.updateCustomer(admin, 'lostwax', 'jo', { state: 'suspended' });
    await assert.rejects(domain.authenticate(token), refused);
    await domain.updateCustomer(admin, 'lostwax', 'jo', { state: 'active' });
    await domain.authenticate(token);
    clock.now += 10_000;
    await assert.rejects(domain.authenticate(token), refused);
  });

  it('reports the state of a complete key to its holder', async () => {
    const [revoked, disabled, expired, suspended] = [
      await administrator(fixture),
      await administrator(fixture),
      await administrator(fixture, { expiresAt: clock.now + 2_000 }),
      await administrator(fixture, { customer: 'leaver' }),
    ];
    await domain.revoke(admin, 'lostwax', revoked.key.id);
    await domain.disable(admin, 'lostwax', disabled.key.id);
    await domain.updateCustomer(admin, 'lostwax', 'leaver', { state: 'suspended' });
    clock.now += 3_000;
    const other = await domain.issue(admin, await workspace(fixture), { customer: 'c', scopes: ['admin'] });
    for (const [{ token }, word] of [
      [revoked, 'is revoked'],
      [disabled, 'is disabled'],
      [expired, 'is expired'],
      [suspended, 'is suspended'],
      [other, `the workspace "${other.key.workspace}"`],
    ] as const) {
      await assert.rejects(domain.authenticate(token), (error: Error) => {
        assert.ok(error.message.includes(word), `${word}: ${error.message}`);
        return refused(error);
      });
    }
  });

  it('reveals nothing about what exists for any other text', async () => {
    const sentenceOf = async (text: string): Promise<string> => {
      let sentence = '';
      await assert.rejects(domain.authenticate(text), (error: Error) => {
        sentence = error.message;
        return refused(error);
      });
      assert.doesNotMatch(sentence, keyText);
      return sentence;
    };
    const { key, token } = await administrator(fixture);
    const unknown = mintFor(token);
    await domain.revoke(admin, 'lostwax', key.id);
    const all = [altered(admin.token), altered(token), unknown];
    assert.equal(new Set(await Promise.all(all.map(sentenceOf))).size, 1, 'known and unknown key ids alike');
    for (const text of ['', 'x', 'a.b.c', `${admin.token} `, admin.token.slice(0, -1), '.'.repeat(100_000)])
      await sentenceOf(text);
    assert.match(await sentenceOf(admin.id), /key ID/);
    assert.match(await sentenceOf(mintFor(token, 'https://elsewhere.example/lostwax')), /another authority/);
  });
});

describe('revoking with the key itself', () => {
  const issue = async () => domain.issue(admin, await workspace(fixture), { customer: 'c' });

  it('revokes any key of any workspace, and the audit log records from where', async () => {
    const { key, token } = await issue();
    const revoked = await domain.revokeSelf('198.51.100.7', token);
    assert.deepEqual([revoked.id, revoked.state], [key.id, 'revoked']);
    const { items } = await domain.audit(key.workspace, { keyId: key.id, action: 'key.revoke' }, 'all');
    assert.equal(items[0]?.actor, 'self');
    assert.equal(items[0]?.texts?.['address'], '198.51.100.7');
  });

  it('revokes a disabled key, and one of a suspended customer: both could become active again', async () => {
    const [disabled, suspended] = [await issue(), await issue()];
    await domain.disable(admin, disabled.key.workspace, disabled.key.id);
    await domain.updateCustomer(admin, suspended.key.workspace, 'c', { state: 'suspended' });
    for (const { token } of [disabled, suspended])
      assert.equal((await domain.revokeSelf(null, token)).state, 'revoked');
  });

  it('is refused for a key that has already ended, and for what is not a key of this authority', async () => {
    const { key, token } = await issue();
    await domain.revokeSelf(null, token);
    const brief = await domain.issue(admin, key.workspace, { customer: 'c', expiresAt: clock.now + 2_000 });
    clock.now += 3_000;
    for (const text of [token, brief.token, altered(admin.token), ''])
      await assert.rejects(domain.revokeSelf(null, text), refused);
  });
});
