import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspace } from '../../support/fixture.ts';
import { openHttpFixture } from '../../support/http.ts';
import { signIn } from '../../support/sessions.ts';

// Values from the producer's backend end up on a customer's page: a link that is a script, or a color that contains more than a
// color, must not get there.
const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const base = `/v1/workspaces/${slug}`;

const badSessions: readonly (readonly [member: string, values: readonly unknown[]])[] = [
  [
    'returnUrl',
    [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'blob:https://acme.example/x',
      '//acme.example',
      '/account',
      '',
      `https://acme.example/${'x'.repeat(2_048)}`,
    ],
  ],
  ['locale', ['', 'x', 'en_GB', 'en-', '<b>', 'en'.repeat(40)]],
  ['can', [['view', 'view'], ['admin'], ['keys:create'], 'view', null]],
  ['actor', [{}, { id: '' }, { id: 'a\u0007' }, { id: 'x', name: 'a\u009b' }, { id: 'x', role: 'owner' }]],
  ['customerName', ['', 'a\nb', 'x'.repeat(256)]],
  ['scopes', [['a b'], ['a', 'a'], 'a']],
  ['claims', [[], 'x', null]],
  ['maxKeys', [-1, 1.5, '1', Number.MAX_SAFE_INTEGER]],
  ['embed', ['true', 1, null]],
  ['expiresAt', ['2030-01-01T00:00:00Z']],
];

describe('a portal session is not opened with a bad', () => {
  for (const [member, values] of badSessions) {
    it(member, async () => {
      for (const value of values) {
        const body = { customer: 'x', [member]: value };
        await fixture.refused(
          { method: 'POST', path: `${base}/portal-sessions`, body },
          400,
          'invalid_request',
        );
      }
    });
  }
});

describe('settings are not a bad', () => {
  const settings: readonly (readonly [member: string, values: readonly unknown[]])[] = [
    ['color', ['red', '#fff', '#0b6e4f;', 'url(https://x.example)', '#0b6e4f\n', '']],
    ['scopeTexts', [{ 'a b': 'x' }, { a: '' }, { a: 'x\u0000' }, { a: 1 }, []]],
    ['maxKeysPerCustomer', [-1, 0.5, '5']],
    ['longestLifeSeconds', [0, 59, -1, 1e12]],
  ];
  for (const [member, values] of settings) {
    it(member, async () => {
      for (const value of values)
        await fixture.refused(
          { method: 'PATCH', path: base, body: { [member]: value } },
          400,
          'invalid_request',
        );
    });
  }
});

it("the return URL is the producer's, passed to the page unchanged", async () => {
  const returnUrl = 'https://acme.example/account?from=keys#top';
  const { headers } = await signIn(fixture, slug, { customer: 'x', returnUrl });
  const { json } = await fixture.send({ method: 'GET', path: '/v1/session', key: null, headers });
  assert.equal(json.returnUrl, returnUrl);
});
