import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { makeKeyId, mintSentinel, parseKeyId, renderJwk, sentinelKeyId } from '@lostwax/core';
import { LINEAGE, position, tag } from '../../../../tools/testing/position.ts';
import { createPublishHandler, type PublishOptions } from '../../src/publish/handler.ts';
import { queriesOver, tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { sqlite } from '../../src/store/sqlite/dialect.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { PinChange, Store, Tx } from '../../src/store/store.ts';

const SLUG = 'acme_live';

/** A key in the form that the tests use. */
export interface TestKey {
  readonly kid: string;
  readonly shard: number;
  readonly jwk: string;
}

/** Points on the curve, generated once: libraries refuse others. */
const points = Array.from({ length: 8 }, () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
);

/** A key in a given shard, or in any. */
export function makeKey(shard?: number, prefix: string = SLUG): TestKey {
  for (;;) {
    const kid = makeKeyId(prefix);
    const own = Number.parseInt(parseKeyId(kid).shard, 16);
    if (shard !== undefined && own !== shard) continue;
    const { x, y } = points[own % points.length] as { x: string; y: string };
    return {
      kid,
      shard: own,
      jwk: renderJwk({ kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' }),
    };
  }
}

/** A new database file with one workspace, written the way the domain writes. */
export class TestWorkspace {
  readonly file: string;
  readonly slug: string;
  store: Store;

  private constructor(file: string, slug: string) {
    this.file = file;
    this.slug = slug;
    this.store = openSqliteStore(file);
  }

  static async open(t: TestContext, slug: string = SLUG): Promise<TestWorkspace> {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-publish-'));
    const workspace = new TestWorkspace(join(folder, 'lostwax.db'), slug);
    t.after(async () => {
      await workspace.store.close().catch(() => {});
      rmSync(folder, { recursive: true });
    });
    await makeWorkspace(workspace.store, slug);
    return workspace;
  }

  /** The same file in another process, as far as the store can tell. */
  beside(t: TestContext): TestWorkspace {
    const other = new TestWorkspace(this.file, this.slug);
    t.after(() => other.store.close());
    return other;
  }

  async restart(): Promise<void> {
    await this.store.close();
    this.store = openSqliteStore(this.file);
  }

  async sentinel(): Promise<string> {
    const query = tablesBehind(this.store.read)
      .selectFrom('workspaces')
      .select('sentinel')
      .where('slug', '=', this.slug);
    return (await query.executeTakeFirstOrThrow()).sentinel;
  }

  add(...keys: readonly TestKey[]): Promise<void> {
    return this.#write(async (tx, next) => {
      for (const key of keys) {
        const { epoch, seq } = next('added', key);
        const row = {
          workspace_id: next.id,
          ...key,
          changed_digest: NO_PINS,
          changed_epoch: epoch,
          changed_seq: seq,
          ...unimportant,
        };
        await tablesBehind(tx.db).insertInto('keys').values(row).execute();
      }
    });
  }

  remove(...keys: readonly TestKey[]): Promise<void> {
    return this.#publish('removed', keys);
  }

  restore(...keys: readonly TestKey[]): Promise<void> {
    return this.#publish('restored', keys);
  }

  #publish(kind: 'restored' | 'removed', keys: readonly TestKey[]): Promise<void> {
    return this.#write(async (tx, next) => {
      for (const key of keys) {
        const { epoch, seq } = next(kind, key);
        const published = kind === 'restored' ? 1 : 0;
        const change = { published, changed_epoch: epoch, changed_seq: seq };
        await tablesBehind(tx.db).updateTable('keys').set(change).where('kid', '=', key.kid).execute();
      }
    });
  }

  #write(work: (tx: Tx, next: NextPosition) => Promise<void>): Promise<void> {
    return this.store.write(async (tx) => {
      const query = tablesBehind(tx.db)
        .selectFrom('workspaces')
        .select(['id', 'seq'])
        .where('slug', '=', this.slug);
      const { id, seq } = await query.executeTakeFirstOrThrow();
      let last = seq;
      const next = (kind: PinChange['kind'], key: TestKey): { epoch: number; seq: number } => {
        last += 1;
        tx.changed({ workspaceId: id, ...position(last), ...key, kind });
        return position(last);
      };
      await work(tx, Object.assign(next, { id }));
      await tablesBehind(tx.db).updateTable('workspaces').set({ seq: last }).where('id', '=', id).execute();
    });
  }
}

interface NextPosition {
  (kind: PinChange['kind'], key: TestKey): { readonly epoch: number; readonly seq: number };
  readonly id: number;
}

/** The digest of no pins: these keys' pins are all zeros. */
const NO_PINS = new Uint8Array(16);

const unimportant = {
  ...{ customer_id: 1, name: null, ending: 'abcdef', method: 'signed' as const, scopes: '[]', claims: '{}' },
  ...{
    metadata: '{}',
    pin: new Uint8Array(32),
    published: 1,
    changed_at: 0,
    created_at: 0,
    created_by: 'test',
  },
};

export async function makeWorkspace(store: Store, slug: string): Promise<void> {
  await store.write(async (tx) => {
    const row = {
      ...{ slug, prefix: slug, name: null, issuer: `https://keys.example.com/${slug}`, audience: slug },
      ...{ algorithm: 'ES256', scopes: null, created_at: 0, audit_seq: 0 },
      ...{ lineage: LINEAGE, epoch: 1, seq: 0, digest: NO_PINS },
      ...{ sentinel: renderJwk(mintSentinel(slug, 'ES256')), audit_hash: new Uint8Array(32) },
    };
    const { id } = await tablesBehind(tx.db)
      .insertInto('workspaces')
      .values(row)
      .returning('id')
      .executeTakeFirstOrThrow();
    const customer = { ref: `cus_${slug}`, subject: 'c', name: null, state: 'active' as const };
    const none = { max_keys: null, scopes: null, created_at: 0 };
    await tablesBehind(tx.db)
      .insertInto('customers')
      .values({ workspace_id: id, ...customer, ...none })
      .execute();
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export type Get = (path: string, headers?: OutgoingHttpHeaders, method?: string) => Promise<Answer>;

/** Serves a store as the authority does; requests that the handler doesn't take are answered with 599. */
export async function serve(t: TestContext, options: PublishOptions): Promise<Get> {
  const handle = createPublishHandler(options);
  const server = createServer((incoming, response) => {
    if (!handle(incoming, response)) response.writeHead(599).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body,
            text: body.toString(),
          });
        });
      });
      sent.on('error', reject).end();
    });
}

/** A store whose reads can be counted and made to fail. */
export function watched(store: Store) {
  const state = { reads: 0, broken: false };
  const read = tablesBehind(store.read).withPlugin({
    transformQuery({ node }) {
      if (state.broken) throw new Error('disk I/O error');
      state.reads += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { state, store: { ...store, read: queriesOver(read, sqlite) } };
}

/** The ETag of a document whose last change has this number. */
export const etag = (seq: number): string => `"${tag(seq)}"`;

/** The key IDs in a document without the sentinel, which must appear once, at the end. */
export function kidsOf(text: string, prefix: string = SLUG): string[] {
  const { keys } = JSON.parse(text) as { keys: { kid: string }[] };
  const kids = keys.map(({ kid }) => kid);
  const sentinel = sentinelKeyId(prefix);
  if (kids.indexOf(sentinel) !== kids.length - 1)
    throw new Error(`the sentinel does not end the set: ${kids}`);
  return kids.slice(0, -1);
}

export const base = `/${SLUG}/.well-known`;
export const shardPath = (shard: number): string =>
  `${base}/jwks/${shard.toString(16).padStart(2, '0')}.json`;
