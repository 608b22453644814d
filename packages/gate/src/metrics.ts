import type { IssuerStatus, VerifierEvent } from '@lostwax/verifier';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Tally } from './threads/tally.ts';
import type { ReportStatus } from './usage/reporter.ts';

/** Where the numbers come from when metrics are collected. */
export interface MetricSources {
  readonly issuers: () => readonly IssuerStatus[];
  readonly tallies: () => readonly Tally[];
  readonly reports: () => readonly ReportStatus[];
  readonly threadDeaths: () => number;
  /** Requests whose key another system was asked about, by result, and those it accepted by customer. */
  readonly fallback: {
    readonly results: ReadonlyMap<string, number>;
    readonly customers: ReadonlyMap<string, number>;
  };
}

/** The gate's metrics, summed over all threads. */
export interface Metrics {
  text(): Promise<string>;
  /** Counts the verifier's events. */
  take(event: VerifierEvent): void;
}

type Reading = readonly [name: string, help: string, read: (status: IssuerStatus) => number];

const readings: readonly Reading[] = [
  [
    'lostwax_gate_fresh',
    '1 while keys of this issuer are checked, 0 while they are refused with 503',
    ({ fresh }) => (fresh ? 1 : 0),
  ],
  ['lostwax_gate_set_age_seconds', 'Age of the key set of this issuer', ({ ageSeconds }) => ageSeconds],
  [
    'lostwax_gate_epoch',
    'Epoch of the applied position: when its history began, in milliseconds since the Unix epoch',
    ({ position }) => positionPart(position, 1),
  ],
  ['lostwax_gate_sequence', 'Sequence of the applied position', ({ position }) => positionPart(position, 2)],
  [
    'lostwax_gate_lag_changes',
    'Announced changes that have not been applied yet',
    ({ lagChanges }) => lagChanges,
  ],
  ['lostwax_gate_keys', 'Keys in the set', ({ keys }) => keys],
  ['lostwax_gate_set_bytes', 'Memory of the set', ({ bytes }) => bytes],
  ['lostwax_gate_connected', '1 while the change stream is open', ({ connected }) => (connected ? 1 : 0)],
];

const totals: readonly Reading[] = [
  ['lostwax_gate_changes_total', 'Changes applied', ({ changes }) => changes],
  ['lostwax_gate_snapshots_total', 'Snapshots applied', ({ snapshots }) => snapshots],
];

const reportTotals: readonly (readonly [
  name: string,
  help: string,
  read: (status: ReportStatus) => number,
])[] = [
  [
    'lostwax_gate_uses_reported_total',
    'Key uses that the authority has accepted',
    ({ reported }) => reported,
  ],
  [
    'lostwax_gate_uses_dropped_total',
    'Key uses dropped because the buffer was full',
    ({ dropped }) => dropped,
  ],
  ['lostwax_gate_report_failures_total', 'Failed usage reports', ({ failures }) => failures],
];

export function createMetrics(sources: MetricSources): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  for (const [name, help, read] of readings) {
    new Gauge({
      name,
      help,
      labelNames: ['issuer'],
      registers,
      collect() {
        for (const status of sources.issuers()) this.set({ issuer: status.issuer }, read(status));
      },
    });
  }
  for (const [name, help, read] of totals) {
    total(register, name, help, ['issuer'], (add) => {
      for (const status of sources.issuers()) add({ issuer: status.issuer }, read(status));
    });
  }
  for (const [name, help, read] of reportTotals) {
    total(register, name, help, ['issuer'], (add) => {
      for (const status of sources.reports()) add({ issuer: status.issuer }, read(status));
    });
  }
  new Gauge({
    name: 'lostwax_gate_uses_waiting_keys',
    help: 'Keys with usage waiting to be reported',
    labelNames: ['issuer'],
    registers,
    collect() {
      for (const { issuer, waiting } of sources.reports()) this.set({ issuer }, waiting);
    },
  });
  total(
    register,
    'lostwax_gate_answers_total',
    'Answers, by entry point and code',
    ['door', 'code'],
    (add) => {
      for (const tally of sources.tallies()) tally.read((door, code, value) => add({ door, code }, value));
    },
  );
  const { results, customers } = sources.fallback;
  total(
    register,
    'lostwax_gate_fallback_total',
    'Requests with keys that another system was asked about, by result',
    ['result'],
    (add) => {
      for (const [result, value] of results) add({ result }, value);
    },
  );
  total(
    register,
    'lostwax_gate_fallback_customers_total',
    'Requests that another system accepted, by customer; the first 100 customers are named',
    ['customer'],
    (add) => {
      for (const [customer, value] of customers) add({ customer }, value);
    },
  );
  total(register, 'lostwax_gate_thread_deaths_total', 'Threads that died and were replaced', [], (add) =>
    add({}, sources.threadDeaths()),
  );
  const feedFailures = new Counter({
    name: 'lostwax_gate_feed_failures_total',
    help: 'Failed feed requests, by reason',
    labelNames: ['issuer', 'code'],
    registers,
  });
  const cacheFailures = new Counter({
    name: 'lostwax_gate_cache_failures_total',
    help: 'Times the key set on disk could not be used or written',
    labelNames: ['issuer', 'code'],
    registers,
  });
  return {
    text: () => register.metrics(),
    take(event) {
      if (event.type === 'feed_failed') feedFailures.inc({ issuer: event.issuer, code: event.code });
      else if (event.type === 'cache_failed') cacheFailures.inc({ issuer: event.issuer, code: event.code });
    },
  };
}

/** A counter whose value is kept elsewhere. */
function total<Label extends string>(
  register: Registry,
  name: string,
  help: string,
  labelNames: Label[],
  read: (add: (labels: Partial<Record<Label, string>>, value: number) => void) => void,
): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [register],
    collect() {
      this.reset();
      read((labels, value) => this.inc(labels, value));
    },
  });
}

function positionPart(position: string | undefined, part: 1 | 2): number {
  return Number(position?.split('.')[part] ?? 0);
}
