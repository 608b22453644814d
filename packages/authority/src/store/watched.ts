import type { Reads } from './queries/queries.ts';
import type { Store } from './store.ts';

/**
 * What is asked of a store: a read; a transaction, of which `end` takes access away; a snapshot and all that is done with it; whether
 * writes are possible; the changes of other replicas; overwriting what was erased.
 */
export const storeOperations = ['read', 'write', 'end', 'snapshot', 'probe', 'sync', 'scrub'] as const;

export type StoreOperation = (typeof storeOperations)[number];

/** Runs an operation of the store, and sees how long it takes and how it ends. */
export type StoreWatch = <T>(operation: StoreOperation, work: () => Promise<T>) => Promise<T>;

/** Returns the same store, with `watch` around everything that is asked of it. */
export function watched(store: Store, watch: StoreWatch): Store {
  const { replica } = store;
  return {
    ...store,
    read: watchedReads(store.read, watch),
    write: (operation) => watch('write', () => store.write(operation)),
    writeMuch: (operation) => watch('write', () => store.writeMuch(operation)),
    end: (operation) => watch('end', () => store.end(operation)),
    frozen: (work) => watch('snapshot', () => store.frozen(work)),
    probe: () => watch('probe', () => store.probe()),
    scrub: () => watch('scrub', () => store.scrub()),
    replica: replica && { ...replica, sync: () => watch('sync', () => replica.sync()) },
  };
}

type Query = (...args: readonly unknown[]) => Promise<unknown>;

function watchedReads(reads: Reads, watch: StoreWatch): Reads {
  const nouns = Object.entries(reads).map(([noun, queries]) => {
    const own = Object.entries(queries as Readonly<Record<string, Query>>).map(([name, query]) => [
      name,
      (...args: readonly unknown[]) => watch('read', () => query(...args)),
    ]);
    return [noun, Object.fromEntries(own)];
  });
  return Object.fromEntries(nouns) as Reads;
}
