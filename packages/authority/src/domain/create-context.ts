import { startMinter } from '../minting/minter.ts';
import type { Store } from '../store/store.ts';
import { PrincipalCache } from './access/principals.ts';
import type { Context } from './context.ts';
import { issuingMethods } from './methods/table.ts';
import { ReaderDirectory } from './readers/readers.ts';
import { shareSightings } from './readers/share.ts';
import { ReaderWatch } from './readers/watch.ts';
import { steps } from './tasks/steps.ts';
import { Tasks } from './tasks/tasks.ts';

/** Delay before the readers are read again after the store failed. */
const RELOAD_MILLISECONDS = 1_000;

/**
 * Creates a context; the caller closes its minter.
 *
 * @param origin - See {@link Context}, as `secretKey`.
 * @param clock - Milliseconds since the Unix epoch.
 * @param mutualTls - Whether OAuth clients can authenticate with a certificate.
 */
export async function createContext(
  store: Store,
  origin: string,
  clock: () => number = Date.now,
  secretKey?: Uint8Array,
  mutualTls = false,
): Promise<Context> {
  const shown = { latest: Number.POSITIVE_INFINITY };
  const now = (): number => {
    const at = clock();
    shown.latest = Math.max(shown.latest, at);
    return at;
  };
  const watch = new ReaderWatch();
  const readers = new ReaderDirectory({ store, now, watch });
  await readers.load();
  const reload = (): void => {
    readers.load().catch(() => setTimeout(reload, RELOAD_MILLISECONDS).unref());
  };
  store.onCommit((changes) => {
    if (typeof changes !== 'string') return;
    if (changes === 'unknown') watch.doubt();
    reload();
  });
  if (store.replica !== undefined) shareSightings(watch, store.replica);
  const tasks = new Tasks(store, now, steps);
  const principals = new PrincipalCache(store);
  const minter = startMinter();
  const methods = issuingMethods({ store, minter, now, secretKey }, mutualTls);
  return { store, minter, methods, principals, readers, watch, tasks, now, shown, origin, secretKey };
}
