/** Every use case that writes, over a small authority that is the same each time. */
import { randomBytes } from 'node:crypto';
import type { Actor } from '../../src/domain/access/actor.ts';
import type { Context } from '../../src/domain/context.ts';
import { endExpired } from '../../src/domain/keys/expiry.ts';
import { type Fixture, type TestDomain, workspace } from './fixture.ts';

/** What the use cases act on. */
export interface Known {
  readonly slug: string;
  /** A key of `ann`. */
  readonly key: string;
  readonly disabled: string;
  readonly admin: Actor & { readonly token: string };
  readonly secondAdmin: string;
  /** A workspace that no longer offers its signing key, so that no other one replaces it. */
  readonly closed: string;
  readonly closedKey: string;
  readonly reader: string;
  readonly session: string;
  readonly code: string;
}

/** A use case in progress. */
export interface Scene extends Known {
  readonly domain: TestDomain;
  readonly context: Context;
  readonly clock: { now: number };
}

const identity = (subject: string) => ({
  ...{ issuer: 'https://login.example', subject, email: undefined, unverified: false },
});

/** Customers have three keys where an operation is to take two steps. */
export async function populate(fixture: Fixture): Promise<Known> {
  const { domain, admin, clock } = fixture;
  const slug = await workspace(fixture);
  const methods = ['signed', 'opaque', 'shared-signed'] as const;
  await domain.updateWorkspace(admin, slug, { settings: { methods } });
  const issue = async (customer: string, more: object = {}): Promise<string> =>
    (await domain.issue(admin, slug, { customer, ...more })).key.id;
  const key = await issue('ann');
  const disabled = await issue('ann');
  await domain.disable(admin, slug, disabled);
  for (const customer of ['many', 'away']) for (let n = 0; n < 3; n++) await issue(customer);
  await domain.updateCustomer(admin, slug, 'away', { state: 'suspended' });
  await issue('brief', { expiresAt: clock.now + 5_000 });
  await issue('shared', { method: 'shared-signed' });
  const second = await domain.issue(admin, 'lostwax', { customer: 'jane', scopes: ['admin'] });
  await domain.people.put(admin, 'ann', { roles: [{ workspace: slug, role: 'viewer' }] });
  const edge = { name: 'gate', kind: 'gate', refreshSeconds: 30 } as const;
  const { id: reader } = await domain.registerReader(admin, slug, edge);
  const opened = await domain.sessions.openPortal(admin, slug, { customer: 'ann' });
  const code = 'url' in opened ? new URL(opened.url).hash.slice(1) : '';
  const closed = await workspace(fixture);
  await domain.updateWorkspace(admin, closed, { settings: { methods } });
  const shared = { customer: 'shared', method: 'shared-signed' } as const;
  for (let n = 0; n < 3; n++) await domain.issue(admin, closed, shared);
  await domain.updateWorkspace(admin, closed, { settings: { methods: ['signed'] } });
  const [closing] = (await domain.signingKeys(closed)).items;
  return {
    ...{ slug, key, disabled, admin, secondAdmin: second.key.id },
    ...{ closed, closedKey: closing?.id ?? '' },
    ...{ reader, session: opened.id, code },
  };
}

type Act = (scene: Scene) => Promise<unknown>;

export const useCases: Readonly<Record<string, Act>> = {
  'create a workspace': ({ domain, admin }) => domain.createWorkspace(admin, { slug: 'another' }),
  'update a workspace': ({ domain, admin, slug }) =>
    domain.updateWorkspace(admin, slug, { name: 'New', settings: { maxKeysPerCustomer: 7 } }),
  issue: ({ domain, admin, slug }) => domain.issue(admin, slug, { customer: 'new', name: 'a key' }),
  'issue many': ({ domain, admin, slug }) =>
    domain.issueMany(admin, slug, [{ customer: 'new' }, { customer: 'ann' }, { customer: 'bob' }]),
  import: ({ domain, admin, slug }) =>
    domain.importKeys(
      admin,
      slug,
      [1, 2, 3].map((n) => ({ pin: randomBytes(32), customer: `imported ${n % 2}` })),
      false,
    ),
  'update a key': ({ domain, admin, slug, key }) => domain.updateKey(admin, slug, key, { name: 'New' }),
  rotate: ({ domain, admin, slug, key }) => domain.rotate(admin, slug, key, {}),
  revoke: ({ domain, admin, slug, key }) => domain.revoke(admin, slug, key, 'it leaked'),
  disable: ({ domain, admin, slug, key }) => domain.disable(admin, slug, key),
  enable: ({ domain, admin, slug, disabled }) => domain.enable(admin, slug, disabled),
  'end what has expired': ({ context, clock }) => {
    clock.now += 10_000;
    return endExpired(context);
  },
  'revoke many': ({ domain, admin, slug }) =>
    domain.revokeMany(admin, slug, { customer: 'many' }, { dryRun: false }),
  'suspend a customer': ({ domain, admin, slug }) =>
    domain.updateCustomer(admin, slug, 'many', { state: 'suspended' }),
  'resume a customer': ({ domain, admin, slug }) =>
    domain.updateCustomer(admin, slug, 'away', { state: 'active' }),
  'erase a customer': ({ domain, admin, slug }) => domain.eraseCustomer(admin, slug, 'many'),
  'issue an administrator key': ({ domain, admin }) =>
    domain.issue(admin, 'lostwax', { customer: 'joe', scopes: ['admin'] }),
  'revoke an administrator key': ({ domain, admin, secondAdmin }) =>
    domain.revoke(admin, 'lostwax', secondAdmin),
  'revoke the own administrator key': ({ domain, admin }) => domain.revokeSelf(null, admin.token),
  'rotate the signing key': ({ domain, admin, slug }) => domain.rotateSigningKey(admin, slug, 60),
  'revoke a signing key': ({ domain, admin, closed, closedKey }) =>
    domain.revokeSigningKey(admin, closed, closedKey, 'it leaked'),
  'register a reader': ({ domain, admin, slug }) =>
    domain.registerReader(admin, slug, { name: 'edge', kind: 'gate', refreshSeconds: 30 }),
  'update a reader': ({ domain, admin, slug, reader }) =>
    domain.updateReader(admin, slug, reader, { refreshSeconds: 60 }),
  'remove a reader': ({ domain, admin, slug, reader }) => domain.removeReader(admin, slug, reader),
  'add a person': ({ domain, admin }) =>
    domain.people.put(admin, 'bob', { roles: [{ workspace: null, role: 'owner' }] }),
  'remove and erase a person': ({ domain, admin }) => domain.people.remove(admin, 'ann', true),
  'sign in a person': ({ domain }) => domain.sessions.signInPerson(null, identity('ann')),
  'sign in with a key': ({ domain, admin }) => domain.sessions.signInKey(admin),
  'open a portal session': ({ domain, admin, slug }) =>
    domain.sessions.openPortal(admin, slug, { customer: 'new' }),
  'exchange a code': ({ domain, slug, code }) => domain.sessions.exchange(null, slug, code),
  'end a session': ({ domain, admin, slug, session }) => domain.sessions.end(admin, slug, session),
  'end all sessions of a customer': ({ domain, admin, slug }) => domain.sessions.endAll(admin, slug, 'ann'),
  'use an assertion': async ({ domain, slug, clock }) =>
    (await domain.tokenMemory(slug)).use('assertion', clock.now + 60_000),
  'revoke an access token': async ({ domain, slug, clock }) =>
    (await domain.tokenMemory(slug)).revoke('token', clock.now + 60_000),
};
