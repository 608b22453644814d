import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { writeAdminKey } from '../../src/admin-key-file.ts';
import type { Actor } from '../../src/domain/access/actor.ts';
import { bootstrap } from '../../src/domain/access/bootstrap.ts';
import type { Context } from '../../src/domain/context.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { endExpired } from '../../src/domain/keys/expiry.ts';
import type { IssuedKey, Key, NewKey } from '../../src/domain/keys/types.ts';
import type { Domain } from '../../src/domain/use-cases.ts';
import type { NewWorkspace } from '../../src/domain/workspaces/types.ts';
import { AuthorityError, type ErrorCode } from '../../src/errors.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Reserve } from '../../src/store/sqlite/reserve.ts';
import type { PinChange, Store } from '../../src/store/store.ts';

/** A key whose method gives it a token. */
type WithToken = IssuedKey & { readonly token: string };

/** The domain as most tests use it, with methods whose keys have a token. The tests of certificates use another type. */
export interface TestDomain extends Domain {
  issue(...args: Parameters<Domain['issue']>): Promise<WithToken>;
  issueMany(...args: Parameters<Domain['issueMany']>): Promise<readonly (WithToken | Error)[]>;
  rotate(...args: Parameters<Domain['rotate']>): Promise<WithToken & { readonly replaces: Key }>;
}

/** A domain over a real file with a clock that the test controls. */
export interface Fixture {
  readonly domain: TestDomain;
  readonly store: Store;
  readonly context: Context;
  /** The first administrator key. */
  readonly admin: Actor & { readonly token: string };
  /** Milliseconds since the epoch; whole seconds at first. Doesn't advance by itself. */
  readonly clock: { now: number };
  readonly folder: string;
  /** The database. */
  readonly file: string;
  /** Everything that listeners received, in order. */
  readonly told: PinChange[];
  /** Advances the clock and ends what has expired by then, as the authority's timer does. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Encrypts signing keys. */
export const SECRET_KEY: Uint8Array = randomBytes(32);

export const ORIGIN = 'https://keys.test.example';

/** A new temporary folder, deleted after the file's tests. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-authority-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens the domain; call it at the top level of a test file, outside tests. Everything is closed after the file's tests. */
export async function openFixture(folder: string = makeFolder(), reserve?: Reserve): Promise<Fixture> {
  const file = join(folder, 'lostwax.db');
  const store = openSqliteStore(file, reserve);
  const clock = { now: Math.floor(Date.now() / 1000) * 1000 };
  const context = await createContext(store, ORIGIN, () => clock.now, SECRET_KEY);
  const told: PinChange[] = [];
  store.onCommit((changes) => {
    if (typeof changes !== 'string') for (const change of changes) told.push(change);
  });
  const keyFile = join(folder, 'admin.key');
  await bootstrap(context, (token) => writeAdminKey(keyFile, token));
  const domain = createDomain(context) as TestDomain;
  const token = readFileSync(keyFile, 'utf8').trim();
  const { id } = await domain.authenticate(token);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await context.tasks.stop();
    await context.minter.close();
    await store.close();
  };
  const fixture: Fixture = {
    domain,
    store,
    context,
    admin: { id, address: '192.0.2.1', scopes: ['admin'], view: 'all', token },
    clock,
    folder,
    file,
    told,
    async pass(seconds) {
      clock.now += seconds * 1000;
      await endExpired(context);
    },
    close: () => (closed ??= close()),
  };
  after(fixture.close);
  return fixture;
}

let made = 0;

/** A new workspace, so that the tests of a file share nothing but the store. */
export async function workspace(
  { domain, admin }: Fixture,
  input: Partial<NewWorkspace> = {},
): Promise<string> {
  made += 1;
  const { slug } = await domain.createWorkspace(admin, { slug: `ws${made}`, ...input });
  return slug;
}

/** Issues an administrator key. */
export function administrator({ domain, admin }: Fixture, input: Partial<NewKey> = {}) {
  return domain.issue(admin, 'lostwax', { customer: 'jane', scopes: ['admin'], ...input });
}

/** For `assert.rejects`: the error has this code. */
export function withCode(code: ErrorCode): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof AuthorityError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}
