import type { CommitListener, Store } from './store.ts';

/** Everyone who subscribed to a store. */
export interface Listeners extends Pick<Store, 'onCommit' | 'onScrub'> {
  /** Passes changes on to all who subscribed to commits. */
  readonly tell: CommitListener;
  /** Lets all who subscribed to scrubs delete their copies, one after another. */
  dropCopies(): Promise<void>;
}

export function createListeners(): Listeners {
  const commits = new Set<CommitListener>();
  const scrubs = new Set<() => Promise<void>>();
  return {
    tell(changes) {
      for (const listener of commits) listener(changes);
    },
    async dropCopies() {
      for (const listener of scrubs) await listener();
    },
    onCommit(listener) {
      commits.add(listener);
      return () => commits.delete(listener);
    },
    onScrub(listener) {
      scrubs.add(listener);
      return () => scrubs.delete(listener);
    },
  };
}
