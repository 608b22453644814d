import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewPortalSession, PortalAct } from '../../src/domain/sessions/types.ts';
import { administrator, ORIGIN, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';
import { exampleOf, pathOf, type SpecOperation, specOperations } from '../support/openapi.ts';
import { cookieHeaders, openLink, signIn, type Visitor } from '../support/sessions.ts';

// The matrix: every operation of spec/http-api.yaml against every kind of key and of session, on an own, another customer's and another
// workspace's key. What each scope and each deed allows is written down here a second time: a slip in domain/permissions.ts or
// domain/sessions/acts.ts must not be able to hide itself.
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

// Of portal sessions.
const acts: Readonly<Record<string, readonly string[]>> = {
  view: ['keys:read', 'audit:read'],
  create: ['keys:create'],
  rotate: ['keys:rotate'],
  revoke: ['keys:revoke'],
};
const all = Object.keys(acts) as PortalAct[];
// Another than in the examples, which erase theirs.
const customer = 'cus_guest';

interface Guest {
  readonly name: string;
  readonly can: readonly PortalAct[];
  /** The workspace that it is for. */
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
  ...[[], ...all.map((act) => [act]), all].map((can) => guest(`can ${can.join(', ')}`, can)),
  guest('embedded', all, { embed: true }),
  guest('of another workspace', all, {}, other),
]);
const byProducer = await guest('ended by the producer', all);
await domain.sessions.end(admin, slug, byProducer.visitor.id);
const signedOut = await guest('signed out', all);
const { session = assert.fail() } = await domain.sessions.authenticate(
  signedOut.visitor.id,
  signedOut.visitor.secret,
  false,
);
await domain.sessions.signOut(admin, session);
const erased = await guest('of an erased customer', all, { customer: 'cus_erased' });
await domain.eraseCustomer(admin, slug, 'cus_erased');
const pending = await openLink(fixture, slug, { customer });
const whole = guests.find(({ can }) => can === all) ?? assert.fail();
/** Sessions that are none: each is refused in the same words. */
const gone: readonly (readonly [string, readonly string[]])[] = [
  ...[byProducer, signedOut, erased].map(({ name, visitor }) => [name, visitor.headers] as const),
  ['not begun, with its code for a secret', cookieHeaders(pending.id, pending.code)],
  ['with the secret of another', cookieHeaders(whole.visitor.id, guests[0]?.visitor.secret ?? '')],
  ['without its cookie', ['x-lostwax-session', whole.visitor.id, 'origin', ORIGIN]],
  [
    'embedded, from a cookie',
    ['authorization', `Bearer lwx_session_${whole.visitor.id}.${whole.visitor.secret}`],
  ],
];

const keyOf = async (home: string, owner: string): Promise<string> =>
  (await domain.issue(admin, home, { customer: owner })).key.id;
const othersKey = await keyOf(slug, 'cus_other');
const foreignKey = await keyOf(other, customer);

/** The rule of design and documentation, not the code of `allows`. */
function allowed(scope: string, permission: string, target: string | null): boolean {
  if (target === 'lostwax') return scope === 'admin';
  if (['any', 'key'].includes(permission) && target === null) return true;
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

/** What a portal session may not give though it may call the operation. */
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
          it('asks for no key', async () =>
            assert.ok(![401, 403].includes((await send(target, null, body)).status)));
          continue;
        }
        it(`${target ?? 'all workspaces'} ${permission}: no stranger`, async () => {
          const before = await fixture.state();
          for (const [kind, headers] of permission === 'self' || !path.startsWith('/v1') ? [] : gone) {
            const { status, json } = await visit(target, headers, body);
            assert.deepEqual([kind, status, json.code], [kind, 401, 'session_ended']);
          }
          for (const [kind, token, code] of strangers) {
            // Any key may end itself, also one that is disabled.
            if (permission === 'self' && !['none', 'garbage', 'revoked'].includes(kind)) continue;
            const { status, json } = await send(target, token, body);
            assert.deepEqual([kind, status, json.code], [kind, 401, code]);
          }
          assert.equal(await fixture.state(), before);
        });
        if (permission === 'self') continue;
        it(`${target ?? 'all workspaces'} ${permission}: of sessions, exactly those that may`, async () => {
          const may = guests.filter(({ can, home }) => {
            const act = home === target && can.some((one) => acts[one]?.includes(permission));
            return portal && (permission === 'session' || act);
          });
          const before = await fixture.state();
          for (const { name, visitor } of guests.filter((it) => !may.includes(it))) {
            const { status, json } = await visit(target, visitor.headers, body);
            // What is published outside of /v1 knows no sessions.
            const refusal = path.startsWith('/v1') ? [403, 'insufficient_scope'] : [401, json.code];
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
