import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { administrator, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { exampleOf, pathOf, type SpecOperation, specOperations } from '../support/openapi.ts';

// Every operation of spec/http-api.yaml against every kind of key. What each scope allows is written down here a second time:
// a slip in domain/permissions.ts must not be able to hide itself.
const keysWrite = ['keys:read', 'keys:create', 'keys:rotate', 'keys:revoke'];
const others = ['portal:write', 'usage:write', 'feed:read', 'audit:read'];
const grants: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', ...keysWrite, ...others],
  'keys:write': keysWrite,
  ...Object.fromEntries([...keysWrite, ...others].map((scope) => [scope, [scope]])),
};

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const other = await workspace(fixture);
const { domain, admin } = fixture;

interface Holder {
  readonly scope: string;
  readonly token: string;
}

const scopes = Object.keys(grants).flatMap((scope) => [
  scope,
  `${scope}@${slug}`,
  `${scope}@${other}`,
  `${scope}@lostwax`,
]);
const holders: readonly Holder[] = await Promise.all(
  ['', ...scopes].map(async (scope) => ({
    scope,
    token: (await administrator(fixture, { scopes: scope === '' ? [] : [scope] })).token,
  })),
);

const foreign = await domain.issue(admin, other, { customer: 'a', scopes: ['admin'] });
const [revoked, disabled, expired] = await Promise.all(
  [{}, {}, { expiresAt: fixture.clock.now + 1_000 }].map((input) => administrator(fixture, input)),
);
assert.ok(revoked && disabled && expired);
await domain.revoke(admin, 'lostwax', revoked.key.id);
await domain.disable(admin, 'lostwax', disabled.key.id);
await fixture.pass(2);
const strangers: readonly (readonly [string, string | null, string])[] = [
  ['none', null, 'unauthenticated'],
  ['garbage', 'garbage', 'invalid_key'],
  ['a customer key of another workspace, with a scope "admin" of its own', foreign.token, 'invalid_key'],
  ['revoked', revoked.token, 'invalid_key'],
  ['disabled', disabled.token, 'invalid_key'],
  ['expired', expired.token, 'invalid_key'],
];

/** The rule of design and documentation, not the code of `allows`. */
function allowed(scope: string, permission: string, target: string | null): boolean {
  if (target === 'lostwax') return scope === 'admin';
  if (permission === 'any' && target === null) return true;
  const [name = '', only] = scope.split('@');
  if (only !== undefined && only !== target) return false;
  const granted = grants[name] ?? [];
  return permission === 'any' ? granted.length > 0 : granted.includes(permission);
}

/** One request for each permission that an operation knows: an operation may ask for one by the member of its body. */
function requestsOf(
  operation: SpecOperation,
): readonly { readonly permission: string; readonly body: unknown }[] {
  const permission = operation['x-lostwax-permission'];
  const example = exampleOf(operation.requestBody?.content);
  if (typeof permission === 'string') return [{ permission, body: example }];
  const values: Readonly<Record<string, unknown>> = {
    name: 'x',
    metadata: {},
    expiresAt: '2050-01-01T00:00:00Z',
  };
  return Object.entries(permission).map(([member, one]) => {
    assert.ok(member in values, `a value for "${member}" is missing here`);
    return { permission: one, body: { [member]: values[member] } };
  });
}

for (const operation of specOperations) {
  const { operationId, method, path } = operation;
  const targets = path.includes('{workspace}') ? [slug, 'lostwax'] : [null];
  const send = (target: string | null, key: string | null, body: unknown): Promise<Answer> =>
    fixture.send({
      method: method.toUpperCase(),
      path: pathOf(operation, target === null ? {} : { workspace: target }),
      key,
      body,
    });

  describe(`${operationId}: ${JSON.stringify(operation['x-lostwax-permission'])}`, () => {
    for (const { permission, body } of requestsOf(operation)) {
      for (const target of targets) {
        if (permission === 'public') {
          it('asks for no key', async () =>
            assert.ok(![401, 403].includes((await send(target, null, body)).status)));
          continue;
        }
        it(`${target ?? 'all workspaces'} ${permission}: no stranger`, async () => {
          const before = await fixture.state();
          for (const [kind, token, code] of strangers) {
            // Any key may end itself, also one that is disabled.
            if (permission === 'self' && !['none', 'garbage', 'revoked'].includes(kind)) continue;
            const { status, json } = await send(target, token, body);
            assert.deepEqual([kind, status, json.code], [kind, 401, code]);
          }
          assert.equal(await fixture.state(), before);
        });
        if (permission === 'self' || permission === 'session') continue;
        it(`${target ?? 'all workspaces'} ${permission}: exactly the scopes that allow it`, async () => {
          const before = await fixture.state();
          const may = holders.filter(({ scope }) => allowed(scope, permission, target));
          for (const { scope, token } of holders.filter((holder) => !may.includes(holder))) {
            const { status, json, headers } = await send(target, token, body);
            assert.deepEqual([scope, status, json.code], [scope, 403, 'insufficient_scope']);
            const named: string[] = json.scope.split(' ');
            assert.ok(
              named.some((one) => allowed(one, permission, target)),
              `${json.scope} would not help`,
            );
            assert.match(
              String(headers['www-authenticate']),
              /^Bearer realm="lostwax", error="insufficient_scope", scope="[^"]+"$/,
            );
          }
          assert.equal(await fixture.state(), before, 'somebody without rights changed something');
          assert.ok(may.length > 0);
          for (const { scope, token } of may) {
            const { status, text } = await send(target, token, body);
            assert.ok(status < 500 && status !== 401 && status !== 403, `${scope}: ${status} ${text}`);
          }
        });
      }
    }
  });
}
