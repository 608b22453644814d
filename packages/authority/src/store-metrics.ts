import { Counter, Histogram, type Registry } from 'prom-client';
import type { Domain } from './domain/use-cases.ts';
import { type StoreWatch, storeOperations } from './store/watched.ts';

/** Registers the time that each operation of the store takes, and returns what measures it. */
export function storeTimes(registry: Registry): StoreWatch {
  const durations = new Histogram({
    name: 'lostwax_store_duration_seconds',
    help: 'Seconds that the database takes, by operation: read; write, and end, which takes access away, with the wait for the transaction and its sync; snapshot, with its use; probe; sync, the changes of other replicas; scrub, overwriting what was erased.',
    labelNames: ['operation'],
    buckets: [
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ],
    registers: [registry],
  });
  for (const operation of storeOperations) durations.zero({ operation });
  const of = new Map(storeOperations.map((operation) => [operation, durations.labels(operation)]));
  return async (operation, work) => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      of.get(operation)?.observe((performance.now() - began) / 1_000);
    }
  };
}

/** Counts the outcomes of imports. */
export function countImports(registry: Registry, importKeys: Domain['importKeys']): Domain['importKeys'] {
  const counter = new Counter({
    name: 'lostwax_imported_keys_total',
    help: 'Keys that imports brought, by outcome: created, unchanged if they were there already, or refused. Without dry runs.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['created', 'unchanged', 'refused']) counter.inc({ outcome }, 0);
  return async (actor, slug, items, dryRun) => {
    const outcomes = await importKeys(actor, slug, items, dryRun);
    if (dryRun) return outcomes;
    const taken = Map.groupBy(outcomes, (one) =>
      one instanceof Error ? 'refused' : one.created ? 'created' : 'unchanged',
    );
    for (const [outcome, some] of taken) counter.inc({ outcome }, some.length);
    return outcomes;
  };
}
