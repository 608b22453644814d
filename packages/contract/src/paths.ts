import { SLUG_PATTERN } from '@lostwax/core';
import type { FeedKind } from './snapshot.ts';

/** The three requests of a feed (spec/feed.md §2). */
export type FeedPart = 'snapshot' | 'changes' | 'head';

/** A request of a feed: which workspace, which feed, and what of it. Both feeds have one head, so its kind is always `public`. */
export interface FeedTarget {
  /** The workspace's slug. */
  readonly workspace: string;
  readonly kind: FeedKind;
  readonly part: FeedPart;
}

const form = new RegExp(`^/(${SLUG_PATTERN})/feed(?:(/full)?(/snapshot)?|(/head))$`);

/** What follows the issuer in the address of a request: `/feed/full/snapshot`. */
export function feedPath({ kind, part }: Omit<FeedTarget, 'workspace'>): string {
  if (part === 'head') return '/feed/head';
  return `/feed${kind === 'full' ? '/full' : ''}${part === 'snapshot' ? '/snapshot' : ''}`;
}

/** Reads a path, without its query. There is one spelling for each request; undefined for everything else. */
export function parseFeedPath(path: string): FeedTarget | undefined {
  const [, workspace, full, snapshot, head] = form.exec(path) ?? [];
  if (workspace === undefined) return undefined;
  if (head !== undefined) return { workspace, kind: 'public', part: 'head' };
  return {
    workspace,
    kind: full === undefined ? 'public' : 'full',
    part: snapshot === undefined ? 'changes' : 'snapshot',
  };
}
