import type { Context } from '../context.ts';
import { repeat } from '../repeat.ts';

const PAUSE_MILLISECONDS = 2_000;
/** A gate that is silent for this long no longer runs, and the next start doesn't wait for it. */
const SILENT_MILLISECONDS = 300_000;
/** Gates per transaction, so that other requests can run in between. */
const CHUNK = 100;

type Reporting = Pick<Context, 'readers' | 'watch' | 'now'>;

/** Returns a function that records in the database which gates have begun and which have ceased to report. */
export function noteReports({ readers, watch, now }: Reporting): () => Promise<void> {
  // Measured here, because a replica forgets what gates have reported when it was cut off from the database.
  const silentSince = new Map<string, number>();
  const isSilent = (gate: string): boolean => {
    const last = watch.last(gate)?.at ?? Number.NEGATIVE_INFINITY;
    if (now() - last < SILENT_MILLISECONDS) {
      silentSince.delete(gate);
      return false;
    }
    const since = silentSince.get(gate) ?? now();
    silentSince.set(gate, since);
    return now() - since >= SILENT_MILLISECONDS;
  };
  return async () => {
    const gates = readers.gates();
    const begun = gates.filter(
      ({ id, reports }) => reports === 0 && watch.last(id) !== undefined && !isSilent(id),
    );
    const ceased = gates.filter(({ id, reports }) => reports === 1 && isSilent(id));
    if (begun.length > 0) await readers.setReports(begun.slice(0, CHUNK), 1);
    if (ceased.length > 0) await readers.setReports(ceased.slice(0, CHUNK), 0);
  };
}

/** Records it every two seconds, and writes only if something has changed. See {@link repeat}. */
export function startReporting(context: Reporting, failed: (error: unknown) => void): () => Promise<void> {
  return repeat(noteReports(context), PAUSE_MILLISECONDS, failed);
}

/** Serves nothing until the gates that reported before this start do so again. */
export function awaitReports({ readers, watch }: Reporting): void {
  watch.behind.wait(readers.gates().flatMap(({ id, reports }) => (reports === 1 ? [id] : [])));
}
