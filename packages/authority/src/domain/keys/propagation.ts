import type { KeyRow, ReaderRow } from '../../store/rows.ts';
import type { ReaderWatch } from '../readers/watch.ts';
import type { UsageKnown, UsageTracking } from '../usage/types.ts';
import type { Propagation } from './types.ts';

/**
 * How far the last change of a key's pin has come: what registered readers have seen of it.
 *
 * Of a gate it is known what it has applied. A gateway that has fetched has not yet applied, so for gateways there is only a time by which
 * they refresh; it is an estimate, and it never says "everywhere".
 */
export function propagationOf(
  key: Pick<KeyRow, 'published' | 'shard' | 'changed_epoch' | 'changed_seq' | 'changed_at'>,
  readers: readonly ReaderRow[],
  watch: ReaderWatch,
): Propagation {
  const change = { epoch: key.changed_epoch, seq: key.changed_seq };
  const times = readers.map((reader) => watch.firstSaw(reader, key.shard, change));
  const seen = times.filter((time) => time !== undefined);
  const gateways = readers.filter(({ kind }) => kind === 'gateway');
  const all = readers.length > 0 && seen.length === readers.length;
  return {
    effect: key.published === 1 ? 'accepted' : 'refused',
    seen: seen.length,
    of: readers.length,
    since: all && gateways.length === 0 ? seen.reduce((a, b) => Math.max(a, b)) : null,
    latest:
      gateways.length === 0
        ? null
        : key.changed_at +
          gateways.reduce((most, reader) => Math.max(most, reader.refresh_seconds), 0) * 1_000,
  };
}

/**
 * `full` only where the producer has said that every reader is registered, and all of those are gates: a plain gateway reports no uses, and of a
 * JWT library that fetches the key set the authority knows nothing.
 */
export function usageTrackingOf(readers: readonly ReaderRow[], allRegistered: boolean): UsageTracking {
  const gates = readers.filter(({ kind }) => kind === 'gate').length;
  if (gates === 0) return 'none';
  return allRegistered && gates === readers.length ? 'full' : 'partial';
}

/**
 * The time in which every use has been reported; null while that is not known.
 *
 * @param allRegisteredSince - When the producer said that every reader is registered; null: never. Milliseconds since the Unix epoch.
 */
export function usageKnownOf(
  readers: readonly ReaderRow[],
  allRegisteredSince: number | null,
  watch: ReaderWatch,
): UsageKnown | null {
  if (allRegisteredSince === null || usageTrackingOf(readers, true) !== 'full') return null;
  const reported = readers.map(({ id }) => watch.reportedUntil(id));
  if (reported.includes(undefined)) return null;
  const until = (reported as number[]).reduce((a, b) => Math.min(a, b));
  return until < allRegisteredSince ? null : { since: allRegisteredSince, until };
}
