import type { Tracing } from '@lostwax/server';
import { AuthorityError, errorTable } from './errors.ts';
import type { StoreOperation, StoreWatch } from './store/watched.ts';

/** Operations that a request waits for as a whole. Single reads would be hundreds of spans, and are counted by the metrics. */
const spanned: Partial<Record<StoreOperation, string>> = { write: 'store.write', end: 'store.end' };

/** Adds a span for each transaction to what `watch` does. */
export function spansOf(
  tracing: Tracing | undefined,
  database: string | undefined,
  watch: StoreWatch,
): StoreWatch {
  if (tracing === undefined) return watch;
  const attributes = { 'db.system.name': database === undefined ? 'sqlite' : 'postgresql' };
  return async (operation, work) => {
    const name = spanned[operation];
    const span = name === undefined ? undefined : tracing.begin(name, { kind: 'client', attributes });
    if (span === undefined) return watch(operation, work);
    try {
      return await watch(operation, work);
    } catch (error) {
      const code = error instanceof AuthorityError ? error.code : 'internal_error';
      // A refusal is an answer, and no failure of the database.
      if (errorTable[code].status >= 500) span.end(code);
      else span.set({ 'lostwax.problem': code });
      throw error;
    } finally {
      span.end();
    }
  };
}
