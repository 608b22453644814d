import type { KeyRow, ReaderRow } from '../../store/rows.ts';
import type { ReaderWatch } from '../readers/watch.ts';
import type { UsageKnown, UsageTracking } from '../usage/types.ts';
import type { Propagation } from './types.ts';

/**
 * Returns how far the last change of a key's pin has propagated: what registered readers have seen of it.
 *
 * A gate reports what it has applied. A gateway that has fetched a change may not have applied it yet, so for
 * gateways there is only a time by which they refresh. That time is an estimate, and it never means
 * "everywhere". A key without a public half of its own is invisible to plain gateways, which are not counted.
 */
export function propagationOf(
  key: Pick<KeyRow, 'jwk' | 'published' | 'shard' | 'changed_epoch' | 'changed_seq' | 'changed_at'>,
  registered: readonly ReaderRow[],
  watch: ReaderWatch,
): Propagation {
  const readers = key.jwk === null ? registered.filter(({ kind }) => kind === 'gate') : registered;
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
 * Returns `full` only if the producer has stated that every reader is registered and all of them are gates: a
 * plain gateway reports no usage, and the authority knows nothing of JWT libraries that fetch the key set.
 */
export function usageTrackingOf(readers: readonly ReaderRow[], allRegistered: boolean): UsageTracking {
  const gates = readers.filter(({ kind }) => kind === 'gate').length;
  if (gates === 0) return 'none';
  return allRegistered && gates === readers.length ? 'full' : 'partial';
}

/**
 * Returns the period in which every use has been reported; null while that isn't known.
 *
 * @param allRegisteredSince - When the producer stated that every reader is registered; null for never.
 * Milliseconds since the Unix epoch.
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
