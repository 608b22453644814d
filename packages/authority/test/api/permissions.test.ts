import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewPortalSession, PortalAct } from '../../src/domain/sessions/types.ts';
import { administrator, ORIGIN, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { exampleOf, pathOf, type SpecOperation, specOperations } from '../support/openapi.ts';
import { actNames, actsAllow, allowed, roleNames, scopeNames, scopesOfRole } from '../support/rights.ts';
import {
  cookieHeaders,
  openLink,
  signIn,
  signInWithKey,
  signInWithRole,
  type Visitor,
} from '../support/sessions.ts';

// The matrix: every operation of spec/http-api.yaml against every kind of key, of person and of session, on an own, another customer's and
// another workspace's key.
const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const other = await workspace(fixture);
const { domain, admin } = fixture;

interface Holder {
  readonly scope: string;
  readonly token: string;
}

const scopes = scopeNames.flatMap((scope) => [
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

// Not the one in the examples, which erase theirs.
const customer = 'cus_guest';

interface Guest {
  readonly name: string;
  readonly can: readonly PortalAct[];
  /** The workspace that it is limited to. */
  readonly home: string;
  readonly visitor: Visitor;
  /** Another session of the same kind. */
  open(): Promise<Visitor>;
}

const guest = async (
  name: string,
  can: readonly PortalAct[],
  more: Partial<NewPortalSession> = {},
  home = slug,
): Promise<Guest> => {
  const open = () => signIn(fixture, home, { customer, can, ...more });
  return { name, can, home, open, visitor: await open() };
};
const guests: readonly Guest[] = await Promise.all([
  ...[[], ...actNames.map((act) => [act]), actNames].map((can) => guest(`can ${can.join(', ')}`, can)),
  guest('embedded', actNames, { embed: true }),
  guest('of another workspace', actNames, {}, other),
]);
/** Console users with the scopes that would allow the same. */
interface Staff {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly visitor: Visitor;
  open(): Promise<Visitor>;
}

const roles = roleNames.flatMap((role) => [slug, other, null].map((home) => ({ role, workspace: home })));
const staff: readonly Staff[] = await Promise.all([
  ...roles.map(async (grant) => {
    const open = () => signInWithRole(fixture, grant);
    return { name: JSON.stringify(grant), scopes: scopesOfRole(grant), open, visitor: await open() };
  }),
  ...['admin', `keys:read@${slug}`, `portal:write@${other}`].map(async (scope) => {
    const { key } = await administrator(fixture, { scopes: [scope] });
    const open = () => signInWithKey(fixture, key.id);
    return { name: `a key with ${scope}`, scopes: [scope], open, visitor: await open() };
  }),
]);
const left = await signInWithRole(fixture, { role: 'owner', workspace: null });
await domain.people.remove(admin, left.login, false);

const byProducer = await guest('ended by the producer', actNames);
await domain.sessions.end(admin, slug, byProducer.visitor.id);
const signedOut = await guest('signed out', actNames);
const { session = assert.fail() } = await domain.sessions.authenticate(
  signedOut.visitor.id,
  signedOut.visitor.secret,
  false,
);
await domain.sessions.signOut(admin, session);
const erased = await guest('of an erased customer', actNames, { customer: 'cus_erased' });
await domain.eraseCustomer(admin, slug, 'cus_erased');
const pending = await openLink(fixture, slug, { customer });
const whole = guests.find(({ can }) => can === actNames) ?? assert.fail();
/** Invalid sessions: each is refused with the same message. */
const gone: readonly (readonly [string, readonly string[]])[] = [
  ...[byProducer, signedOut, erased].map(({ name, visitor }) => [name, visitor.headers] as const),
  ['of a person who is there no more', left.headers],
  ['not begun, with its code for a secret', cookieHeaders(pending.id, pending.code)],
  ['with the secret of another', cookieHeaders(whole.visitor.id, guests[0]?.visitor.secret ?? '')],
  ['without its cookie', ['x-lostwax-session', whole.visitor.id, 'origin', ORIGIN]],
  [
    'embedded, from a cookie',
    ['authorization', `Bearer lwx_session_${whole.visitor.id}.${whole.visitor.secret}`],
  ],
];

const keyOf = async (home: string, owner: string): Promise<string> =>
  (await domain.issue(admin, home, { customer: owner, scopes: ['orders:read'] })).key.id;
const othersKey = await keyOf(slug, 'cus_other');
const foreignKey = await keyOf(other, customer);

/** One request for each permission of an operation: which one is required may depend on a member of its body. */
function requestsOf(
  operation: SpecOperation,
): readonly { readonly permission: string; readonly body: unknown }[] {
  const permission = operation['x-lostwax-permission'];
  assert.ok(permission !== undefined, `${operation.operationId} does not say who may call it`);
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

/** The example names a customer of its own. */
function bodyOfGuest(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'customer' in body ? { ...body, customer } : body;
}

/** Permissions that a portal session may not grant although it may call the operation. */
const isProducers = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'metadata' in body;

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

  const portal = operation['x-lostwax-portal'] === true;
  const ofApi = path.startsWith('/v1') || path === '/metrics';
  const visit = (
    target: string | null,
    headers: readonly string[],
    body: unknown,
    keyId = othersKey,
  ): Promise<Answer> =>
    fixture.send({
      method: method.toUpperCase(),
      path: pathOf(operation, { keyId, ...(target !== null && { workspace: target }) }),
      key: null,
      headers,
      body,
    });

  describe(`${operationId}: ${JSON.stringify(operation['x-lostwax-permission'])}`, () => {
    for (const { permission, body } of requestsOf(operation)) {
      for (const target of targets) {
        if (permission === 'public') {
          it('requires no key', async () =>
            assert.ok(![401, 403].includes((await send(target, null, body)).status)));
          continue;
        }
        it(`${target ?? 'all workspaces'} ${permission}: no anonymous access`, async () => {
          const before = await fixture.state();
          for (const [kind, headers] of permission === 'self' || !ofApi ? [] : gone) {
            const { status, json } = await visit(target, headers, body);
            assert.deepEqual([kind, status, json.code], [kind, 401, 'session_ended']);
          }
          for (const [kind, token, code] of strangers) {
            // Any key may revoke itself, even a disabled one.
            if (permission === 'self' && !['none', 'garbage', 'revoked'].includes(kind)) continue;
            const { status, json } = await send(target, token, body);
            assert.deepEqual([kind, status, json.code], [kind, 401, code]);
          }
          assert.equal(await fixture.state(), before);
        });
        if (permission === 'self') continue;
        it(`${target ?? 'all workspaces'} ${permission}: exactly the permitted sessions`, async () => {
          const may = guests.filter(({ can, home }) => {
            return portal && (permission === 'session' || (home === target && actsAllow(can, permission)));
          });
          const before = await fixture.state();
          for (const { name, visitor } of guests.filter((item) => !may.includes(item))) {
            const { status, json } = await visit(target, visitor.headers, body);
            // Documents published outside the API don't know sessions.
            const refusal = ofApi ? [403, 'insufficient_scope'] : [401, json.code];
            assert.deepEqual([name, status, json.code], [name, ...refusal]);
          }
          assert.equal(await fixture.state(), before, 'a session without rights changed something');
          for (const { name, visitor, open } of may) {
            const { headers } = permission === 'session' ? await open() : visitor;
            for (const others of path.includes('{keyId}') ? [othersKey, foreignKey] : []) {
              const { status, json } = await visit(target, headers, bodyOfGuest(body), others);
              const refusal = isProducers(body) ? [403, 'customer_not_allowed'] : [404, 'key_not_found'];
              assert.deepEqual([name, status, json.code], [name, ...refusal]);
            }
            const own = await keyOf(slug, customer);
            const { status, json, text } = await visit(target, headers, bodyOfGuest(body), own);
            for (const theirs of ['cus_other', othersKey, foreignKey])
              assert.ok(!text.includes(theirs), name);
            if (isProducers(body)) assert.equal(json.code, 'customer_not_allowed');
            else assert.ok(status < 500 && ![401, 403, 404].includes(status), `${name}: ${status} ${text}`);
          }
        });
        it(`${target ?? 'all workspaces'} ${permission}: exactly the console roles that allow it`, async () => {
          const may = staff.filter(
            ({ scopes: held }) =>
              permission === 'session' ||
              (permission !== 'key' && held.some((scope) => allowed(scope, permission, target))),
          );
          const before = await fixture.state();
          for (const { name, visitor } of staff.filter((item) => !may.includes(item))) {
            const { status, json } = await visit(target, visitor.headers, body);
            const refusal = ofApi ? [403, 'insufficient_scope'] : [401, json.code];
            assert.deepEqual([name, status, json.code], [name, ...refusal]);
          }
          assert.equal(await fixture.state(), before, 'somebody without rights changed something');
          // What is published outside /v1 accepts keys only.
          for (const { name, visitor, open } of ofApi ? may : []) {
            const { headers } = permission === 'session' ? await open() : visitor;
            const { status, text } = await visit(target, headers, body);
            assert.ok(status < 500 && ![401, 403].includes(status), `${name}: ${status} ${text}`);
          }
        });
        if (permission === 'session') {
          it('no key, whatever its scopes', async () => {
            for (const { scope, token } of holders) {
              const { status, json } = await send(target, token, body);
              assert.deepEqual([scope, status, json.code], [scope, 401, 'unauthenticated']);
            }
          });
          continue;
        }
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
