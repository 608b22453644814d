import { join } from 'node:path';
import { after, describe } from 'node:test';
import { postgresPeer, startPostgres } from '../../../../../tools/testing/postgres.ts';
import { openPostgresStore } from '../../../src/store/postgres/open.ts';
import type {
  CustomerRow,
  NewKeyRow,
  NewWorkspaceRow,
  PersonRow,
  ReaderRow,
  SessionRow,
} from '../../../src/store/rows.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { makeFolder } from '../../support/fixture.ts';

/** A database of one store implementation: empty at first, and opened as often as a test needs. */
export interface TestDatabase {
  open(): Promise<Store>;
}

interface Implementation {
  readonly skip: string | false;
  make(): Promise<TestDatabase>;
}

const server = postgresPeer.skip === false ? await startPostgres() : undefined;
after(() => server?.stop());

/** Every store implementation passes the same tests: add one here. */
const implementations: Readonly<Record<string, Implementation>> = {
  SQLite: {
    skip: false,
    async make() {
      const file = join(makeFolder(), 'lostwax.db');
      return { open: async () => openSqliteStore(file) };
    },
  },
  PostgreSQL: {
    skip: postgresPeer.skip,
    async make() {
      const url = (await server?.database()) ?? '';
      return { open: () => openPostgresStore(url) };
    },
  },
};

/**
 * Describes the queries of one noun for each implementation.
 *
 * @param tests - Receives an empty store that is closed after the tests, and its database.
 */
export function describeStores(
  what: string,
  tests: (store: Store, database: TestDatabase) => void | Promise<void>,
): void {
  for (const [name, { skip, make }] of Object.entries(implementations)) {
    describe(`${what} (${name})`, { skip }, async () => {
      if (skip !== false) return;
      const made = await make();
      const opened: Store[] = [];
      const open = async (): Promise<Store> => {
        const store = await made.open();
        opened.push(store);
        return store;
      };
      after(() => Promise.all(opened.map((store) => store.close())));
      await tests(await open(), { open });
    });
  }
}

/** Rows as plain objects: an implementation may return any kind of object. */
export function plain<Row extends object>(rows: readonly Row[]): Row[];
export function plain<Row extends object>(row: Row | undefined): Row | undefined;
export function plain(value: object | readonly object[] | undefined): unknown {
  return Array.isArray(value) ? value.map((row) => ({ ...row })) : value && { ...value };
}

/** A pin, or any other 32 bytes. */
export const bytes = (value: number, length = 32): Uint8Array => new Uint8Array(length).fill(value);

export function newWorkspace(slug: string, change: Partial<NewWorkspaceRow> = {}): NewWorkspaceRow {
  return {
    ...{ slug, prefix: slug, name: null, issuer: `https://keys.test.example/${slug}`, audience: slug },
    ...{ algorithm: 'ES256', scopes: null, lineage: 'aa', epoch: 1, seq: 0, digest: bytes(0, 16) },
    ...{ sentinel: '{}', created_at: 1, audit_seq: 0, audit_hash: bytes(0) },
    ...change,
  };
}

export function newReader(workspaceId: number, id: string, change: Partial<ReaderRow> = {}): ReaderRow {
  return {
    ...{ id, workspace_id: workspaceId, name: id, kind: 'gate', refresh_seconds: 30 },
    ...{ created_at: 1, reports: 0 },
    ...change,
  };
}

export function newPerson(id: string, change: Partial<PersonRow> = {}): PersonRow {
  return {
    ...{ id, login: id, name: null, roles: '[]', provider: null, subject: null },
    ...{ created_at: 1, last_sign_in_at: null },
    ...change,
  };
}

export function newSession(id: string, change: Partial<SessionRow> = {}): SessionRow {
  return {
    ...{ id, kind: 'portal', workspace_id: null, customer_id: null, holder: null, person_id: null },
    ...{ person_name: null, bounds: '{}', embed: 0, code_hash: null, secret_hash: null },
    ...{ created_at: 1, created_by: 'key', expires_at: 100 },
    ...change,
  };
}

export function newCustomer(
  workspaceId: number,
  subject: string,
  change: Partial<CustomerRow> = {},
): Omit<CustomerRow, 'id'> {
  return {
    ...{ workspace_id: workspaceId, ref: `cus_${subject}`, subject, name: null, state: 'active' },
    ...{ max_keys: null, scopes: null, created_at: 1 },
    ...change,
  };
}

export function newKey(
  of: { readonly workspace_id: number; readonly customer_id: number | null },
  kid: string,
  change: Partial<NewKeyRow> = {},
): NewKeyRow {
  return {
    ...{ workspace_id: of.workspace_id, customer_id: of.customer_id ?? 0, kid, shard: 0, name: null },
    ...{ ending: 'abcdef', method: 'signed', scopes: '[]', claims: '{}', metadata: '{}', pin: bytes(1) },
    ...{
      jwk: '{}',
      credential: null,
      published: 1,
      changed_epoch: 1,
      changed_seq: 1,
      changed_digest: bytes(0, 16),
    },
    ...{ changed_at: 1, created_at: 1, created_by: 'key', created_in: null, disabled_at: null },
    ...{ disabled_by: null, signed_by: null, revoked_at: null, revocation_reason: null, expires_at: null },
    ...{
      former_expires_at: null,
      replaces: null,
      replaced_by: null,
      last_used_at: null,
      imported: 0,
      audit_seq: null,
    },
    ...change,
  };
}
