import assert from 'node:assert/strict';
import type { RoleGrant } from '../../src/domain/people/roles.ts';
import { type BegunSession, type NewPortalSession, sessionOf } from '../../src/domain/sessions/types.ts';
import { type Fixture, ORIGIN } from './fixture.ts';

/** A signed-in user, as a browser presents it. */
export interface Visitor {
  readonly id: string;
  /** The cookie's secret, or the complete token of an embedded session. */
  readonly secret: string;
  /** Header lines of a request: name, value, name, value. */
  readonly headers: readonly string[];
}

/** The code of a link that opens the portal. */
export async function openLink(
  { domain, admin }: Fixture,
  slug: string,
  input: NewPortalSession,
): Promise<{ readonly id: string; readonly code: string; readonly url: string }> {
  const opened = await domain.sessions.openPortal(admin, slug, input);
  assert.ok('url' in opened);
  return { id: opened.id, url: opened.url, code: new URL(opened.url).hash.slice(1) };
}

/** A portal session that has started: with its cookie, or with `embed` its token. */
export async function signIn(fixture: Fixture, slug: string, input: NewPortalSession): Promise<Visitor> {
  const { domain, admin } = fixture;
  if (input.embed) {
    const opened = await domain.sessions.openPortal(admin, slug, input);
    assert.ok('token' in opened);
    return { id: opened.id, secret: opened.token, headers: ['authorization', `Bearer ${opened.token}`] };
  }
  const { id, code } = await openLink(fixture, slug, input);
  const { secret } = await domain.sessions.exchange(null, slug, code);
  return { id, secret, headers: cookieHeaders(id, secret) };
}

/** The headers that a browser sends from a page of the authority. */
export function cookieHeaders(id: string, secret: string): readonly string[] {
  return ['cookie', `__Host-lostwax-${id}=${secret}`, 'x-lostwax-session', id, 'origin', ORIGIN];
}

let people = 0;

/** One of the producer's people with this single role, signed in to the console. `login` names the person. */
export async function signInWithRole(
  { domain, admin }: Fixture,
  grant: RoleGrant,
): Promise<Visitor & { readonly login: string }> {
  people += 1;
  const login = `person-${people}`;
  await domain.people.put(admin, login, { roles: [grant] });
  const begun = await domain.sessions.signInPerson(null, {
    issuer: 'https://id.example.com',
    subject: login,
    email: undefined,
    unverified: false,
  });
  assert.ok(typeof begun === 'object');
  return { ...visitorOf(begun), login };
}

/** The holder of an administrator key, signed in to the console. */
export async function signInWithKey({ domain }: Fixture, keyId: string): Promise<Visitor> {
  return visitorOf(await domain.sessions.signInKey({ id: keyId, address: null, view: 'all' }));
}

function visitorOf({ principal, secret }: BegunSession): Visitor {
  const { id } = sessionOf(principal);
  return { id, secret, headers: cookieHeaders(id, secret) };
}
