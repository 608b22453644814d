import { Counter, Gauge, type Registry } from 'prom-client';
import type { Context } from '../domain/context.ts';
import { TaskProgress } from '../domain/tasks/progress.ts';
import type { Feeds } from '../feed/feeds.ts';

type Labels = Readonly<Record<string, string>>;
type SetValue = (labels: Labels, value: number) => void;

/**
 * Registers metrics of keys, readers, bulk operations and the database.
 *
 * If the database is unreachable, `/metrics` still answers, without the values that need it.
 */
export function stateMetrics(registry: Registry, context: Context, feeds: Feeds): void {
  const { store, readers, watch, now } = context;
  const changes = new Counter({
    name: 'lostwax_key_changes_total',
    help: 'Keys that became valid (added, restored) or stopped being valid (removed), at any replica, since the start.',
    labelNames: ['kind'],
    registers: [registry],
  });
  for (const kind of ['added', 'restored', 'removed']) changes.inc({ kind }, 0);
  store.onCommit((committed) => {
    if (typeof committed === 'string') return;
    for (const [kind, some] of Map.groupBy(committed, (it) => it.kind)) changes.inc({ kind }, some.length);
  });
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    read: (set: SetValue) => unknown,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        try {
          await read((labels, value) => this.set(labels, value));
        } catch {
          this.reset();
          if (labelNames.length === 0) this.set(Number.NaN);
        }
      },
    });
  };
  gauge('lostwax_active_keys', 'Keys that are valid now.', ['workspace'], async (set) => {
    for (const { slug, live_keys } of await store.read.workspaces.all()) set({ workspace: slug }, live_keys);
  });
  gauge('lostwax_feed_streams', 'Open streams of changes at this replica.', ['feed'], (set) => {
    for (const feed of ['public', 'full'] as const) set({ feed }, feeds.streams(feed));
  });
  gauge(
    'lostwax_reader_age_seconds',
    'Seconds since this replica last heard from a registered reader. With replicas, take the minimum.',
    ['workspace', 'reader'],
    async (set) => {
      for (const { id, slug } of await store.read.workspaces.all()) {
        for (const reader of readers.of(id)) {
          const last = watch.last(reader.id);
          if (last !== undefined) set({ workspace: slug, reader: reader.name }, (now() - last.at) / 1_000);
        }
      }
    },
  );
  gauge(
    'lostwax_reader_lag_changes',
    'Changes that a registered gate has not reported as applied. With replicas, take the minimum.',
    ['workspace', 'reader'],
    async (set) => {
      for (const { id, slug, lineage, seq } of await store.read.workspaces.all()) {
        for (const reader of readers.of(id)) {
          const position = watch.last(reader.id)?.position;
          if (position?.lineage === lineage)
            set({ workspace: slug, reader: reader.name }, Math.max(0, seq - position.seq));
        }
      }
    },
  );
  gauge('lostwax_tasks', 'Bulk operations that are not finished.', ['kind'], async (set) => {
    const count = new Map<string, number>();
    for (const { kind } of await store.read.tasks.all()) count.set(kind, (count.get(kind) ?? 0) + 1);
    for (const [kind, number] of count) set({ kind }, number);
  });
  const progress = new TaskProgress(store.read);
  gauge(
    'lostwax_task_keys',
    'Keys that the bulk operations in progress go through, also those that need no change.',
    ['kind'],
    async (set) => {
      for (const [kind, { total }] of await progress.read()) set({ kind }, total);
    },
  );
  gauge(
    'lostwax_task_keys_done',
    'Keys that the bulk operations in progress are done with, of lostwax_task_keys.',
    ['kind'],
    async (set) => {
      for (const [kind, { done }] of await progress.read()) set({ kind }, done);
    },
  );
  gauge(
    'lostwax_store_check_seconds',
    'Seconds that the database takes to confirm that it can be written, measured at each scrape.',
    [],
    async (set) => {
      const began = performance.now();
      await store.probe();
      set({}, (performance.now() - began) / 1_000);
    },
  );
  gauge(
    'lostwax_replica_age_seconds',
    'Seconds since this replica last had every change of the other replicas; 0 on SQLite.',
    [],
    (set) => set({}, (store.replica?.age() ?? 0) / 1_000),
  );
}
