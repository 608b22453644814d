import type { FeedKind, Position } from '@lostwax/contract';
import type { Context } from '../domain/context.ts';
import { workspaceRow } from '../domain/workspaces/rows.ts';
import { AuthorityError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { clearFolder } from './adopt.ts';
import { Broadcast } from './broadcast.ts';
import { pruneChanges } from './prune.ts';
import { Snapshots } from './snapshots.ts';

/** How often changes that are no longer kept are deleted. */
const PRUNE_MILLISECONDS = 600_000;

/** One feed of one workspace. */
export interface FeedOfWorkspace {
  readonly store: Store;
  readonly workspace: { readonly id: number; readonly issuer: string };
  readonly broadcast: Broadcast;
  readonly snapshots: Snapshots;
  /** Reports whether the workspace has a reader with this ID. */
  isRegistered(reader: string | null): boolean;
  /** Called with the reader that asked for the head, and what it has applied. */
  seen(reader: string, applied: Position): void;
  /** Called with a reader that has applied nothing that the store doesn't contain. */
  heard(reader: string): void;
  /** Called with a reader that has applied what the store doesn't contain. */
  ahead(reader: string, applied: Position): void;
  /** @throws {@link AuthorityError} `database_behind`, `shutting_down`. */
  assertCurrent(): void;
}

/** The feeds of all workspaces, each created on first use. */
export interface Feeds {
  /** @throws {@link AuthorityError} `workspace_not_found`; `shutting_down` once closed. */
  of(slug: string, kind: FeedKind): Promise<FeedOfWorkspace>;
  /** Number of open streams. */
  streams(kind: FeedKind): number;
  /** Ends all streams, and cancels snapshots in progress. */
  close(): Promise<void>;
}

/** The dependencies of all feeds. */
export interface FeedsOptions extends Pick<Context, 'store' | 'watch' | 'now'> {
  /** Folder of the snapshots. */
  readonly folder: string;
  /** Called when the store or disk fails. */
  readonly failed: (error: unknown) => void;
}

export function createFeeds({ store, watch, now, folder, failed }: FeedsOptions): Feeds {
  clearFolder(folder);
  const feeds = new Map<string, FeedOfWorkspace>();
  let closed = false;

  const endCommits = store.onCommit((changes) => {
    if (changes === 'settings') return;
    const changed =
      changes === 'unknown' ? undefined : new Set(changes.map(({ workspaceId }) => workspaceId));
    for (const { workspace, broadcast } of feeds.values()) {
      if (changed?.has(workspace.id) !== false) broadcast.changed();
    }
  });
  const endScrubs = store.onScrub(async () => {
    for (const { snapshots } of feeds.values()) await snapshots.erase();
  });
  // Retried next time if the store fails.
  const prune = setInterval(() => void pruneChanges(store, now()).catch(failed), PRUNE_MILLISECONDS).unref();

  function make(workspace: FeedOfWorkspace['workspace'], kind: FeedKind): FeedOfWorkspace {
    const { id } = workspace;
    return {
      store,
      workspace,
      broadcast: new Broadcast(store, id, kind, failed),
      snapshots: new Snapshots({ store, workspace, kind, folder, now, failed }),
      isRegistered: (reader) => reader !== null && watch.isRegistered(reader, id),
      seen: (reader, position) => watch.saw({ reader, workspaceId: id, shard: undefined, position }, now()),
      heard: (reader) => watch.heard(reader, id),
      ahead: (reader, position) => watch.ahead({ reader, workspaceId: id, position }),
      assertCurrent: () => watch.behind.assertNot(),
    };
  }

  return {
    async of(slug, kind) {
      const name = `${slug} ${kind}`;
      const known = feeds.get(name);
      const { id, issuer } = known?.workspace ?? (await workspaceRow(store.read, slug));
      if (closed) {
        throw new AuthorityError('shutting_down', 'The authority is stopping. Connect again in a moment.');
      }
      const feed = known ?? feeds.get(name) ?? make({ id, issuer }, kind);
      feeds.set(name, feed);
      return feed;
    },
    streams(kind) {
      let open = 0;
      for (const [name, { broadcast }] of feeds) if (name.endsWith(` ${kind}`)) open += broadcast.readers;
      return open;
    },
    async close() {
      closed = true;
      endCommits();
      endScrubs();
      clearInterval(prune);
      for (const { broadcast } of feeds.values()) broadcast.close();
      for (const { snapshots } of feeds.values()) await snapshots.close();
    },
  };
}
