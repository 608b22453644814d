import type { TraceParent } from './trace-parent.ts';

/** Decides whether a request is traced. */
export type Sampler = (traceId: string, parent: TraceParent | undefined) => boolean;

const always: Sampler = () => true;
const never: Sampler = () => false;

/** The random part of a trace ID that a number holds exactly: 13 digits of four bits. */
const RANDOM_DIGITS = 13;

/** The same share of traces at every service that samples by the same rule, and not other ones at each. */
function ratio(share: number): Sampler {
  const threshold = (1 - share) * 16 ** RANDOM_DIGITS;
  return (traceId) => Number.parseInt(traceId.slice(-RANDOM_DIGITS), 16) >= threshold;
}

/** The caller's decision counts, if there is a caller that traces. */
function parentBased(root: Sampler): Sampler {
  return (traceId, parent) => parent?.sampled ?? root(traceId, parent);
}

/** The values of `OTEL_TRACES_SAMPLER`. */
const samplers: ReadonlyMap<string, (share: number) => Sampler> = new Map([
  ['always_on', () => always],
  ['always_off', () => never],
  ['traceidratio', ratio],
  ['parentbased_always_on', () => parentBased(always)],
  ['parentbased_always_off', () => parentBased(never)],
  ['parentbased_traceidratio', (share: number) => parentBased(ratio(share))],
]);

/**
 * @param name - The value of `OTEL_TRACES_SAMPLER`.
 * @param argument - The value of `OTEL_TRACES_SAMPLER_ARG`: 0 to 1, and 1 if omitted.
 * @returns Undefined if either isn't valid.
 */
export function samplerNamed(name: string, argument: string | undefined): Sampler | undefined {
  const share = argument === undefined ? 1 : Number(argument);
  return share >= 0 && share <= 1 ? samplers.get(name)?.(share) : undefined;
}
