import type { Queries } from '../../store/queries/queries.ts';
import type { ShortLivedRow } from '../../store/rows.ts';
import type { Context } from '../context.ts';
import { workspaceRow } from '../workspaces/rows.ts';

/** Revoked tokens that are listed; each lives ten minutes. More are refused, because every gate reads all. */
const MOST_REVOKED = 20_000;
/** More than any number of replicas has. */
const MOST_SIGNERS = 1_000;

/** What all replicas must remember about a workspace's access tokens, for as long as one lives. Times are in milliseconds. */
export interface TokenMemory {
  /** Publishes public halves of keys that sign, as JSON by their IDs, until a time. */
  publish(signers: ReadonlyMap<string, string>, until: number): Promise<void>;
  /** The public halves of all replicas, as JSON; none if there is only one process. */
  signers(): Promise<readonly string[]>;
  /** Marks an assertion or proof as used until a time. @returns False if it was used before. */
  use(id: string, until: number): Promise<boolean>;
  wasUsed(id: string): Promise<boolean>;
  /** Revokes a token by its ID until it expires. @returns False if there are too many. */
  revoke(id: string, until: number): Promise<boolean>;
  isRevoked(id: string): Promise<boolean>;
  /** The IDs of all revoked tokens that haven't expired. */
  revoked(): Promise<readonly string[]>;
}

/** @throws {@link AuthorityError} `workspace_not_found`; its methods throw `storage_unavailable`. */
export async function tokenMemory(
  { store, now }: Pick<Context, 'store' | 'now'>,
  slug: string,
): Promise<TokenMemory> {
  const { id: workspace_id } = await workspaceRow(store.read, slug);
  const { shortLived } = store.read;
  const put = async (
    { shortLived: table }: Pick<Queries, 'shortLived'>,
    kind: ShortLivedRow['kind'],
    id: string,
    until: number,
  ): Promise<boolean> => {
    if (await table.has(workspace_id, kind, id, now())) return false;
    await table.put({ workspace_id, kind, id, content: '', until });
    return true;
  };
  return {
    // Without replicas, only memory says who signs: then nobody who writes to the database can add a key.
    async publish(signers, until) {
      if (store.replica === undefined) return;
      await store.write(async ({ db }) => {
        for (const [id, content] of signers)
          await db.shortLived.put({ workspace_id, kind: 'signer', id, content, until });
      });
    },
    async signers() {
      if (store.replica === undefined) return [];
      const rows = await shortLived.live(workspace_id, 'signer', now(), MOST_SIGNERS);
      return rows.map(({ content }) => content);
    },
    use: (id, until) => store.write(({ db }) => put(db, 'used', id, until)),
    wasUsed: (id) => shortLived.has(workspace_id, 'used', id, now()),
    // It takes access away, so it works on a full disk.
    revoke: (id, until) =>
      store.end(async ({ db }) => {
        const listed = await db.shortLived.countLive(workspace_id, 'revoked', now(), MOST_REVOKED);
        if (listed >= MOST_REVOKED) return false;
        await put(db, 'revoked', id, until);
        return true;
      }),
    isRevoked: (id) => shortLived.has(workspace_id, 'revoked', id, now()),
    async revoked() {
      return (await shortLived.live(workspace_id, 'revoked', now(), MOST_REVOKED)).map(({ id }) => id);
    },
  };
}
