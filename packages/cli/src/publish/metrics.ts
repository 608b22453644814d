import type { Metric, StatusSource } from '../status-server.ts';
import type { PublicationStatus } from './publication.ts';

/** A pointer of this many rounds ago is late, but not before this many seconds. */
const LATE_ROUNDS = 3;
const LATE_SECONDS = 10;

/** The status pages of a publisher: ready while every pointer is recent. */
export function publishStatus(all: () => readonly PublicationStatus[]): StatusSource {
  return {
    isReady: () =>
      all().every(({ pointerAt, every }) => ageOf(pointerAt) <= Math.max(LATE_SECONDS, LATE_ROUNDS * every)),
    metrics: () => metricsOf(all()),
  };
}

function metricsOf(all: readonly PublicationStatus[]): readonly Metric[] {
  const each = (read: (one: PublicationStatus) => number, of = all): Metric['values'] =>
    of.map((one) => ({ labels: { issuer: one.issuer }, value: read(one) }));
  return [
    {
      name: 'lostwax_publish_pointer_age_seconds',
      type: 'gauge',
      help: 'Time since the authority was asked for what the pointer shows.',
      values: each(({ pointerAt }) => ageOf(pointerAt)),
    },
    {
      name: 'lostwax_publish_sequence',
      type: 'gauge',
      help: 'Sequence of the published position.',
      values: each(({ position }) => position?.seq ?? 0),
    },
    {
      name: 'lostwax_publish_key_set_age_seconds',
      type: 'gauge',
      help: 'Time since the authority was asked for what the key set shows.',
      values: each(
        ({ keySetsAt }) => ageOf(keySetsAt),
        all.filter(({ keysEvery }) => keysEvery > 0),
      ),
    },
    {
      name: 'lostwax_publish_failures_total',
      type: 'counter',
      help: 'Rounds that failed, by what they publish.',
      values: all.flatMap(({ issuer, failures }) => [
        { labels: { issuer, what: 'feed' }, value: failures.feed },
        { labels: { issuer, what: 'key_set' }, value: failures.keySets },
      ]),
    },
  ];
}

/** In seconds. */
function ageOf(at: number | undefined): number {
  return at === undefined ? Number.POSITIVE_INFINITY : (Date.now() - at) / 1_000;
}
