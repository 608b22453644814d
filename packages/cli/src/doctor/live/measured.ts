import type { ProbeKeys } from './probe-keys.ts';
import { passed, type Reply, refused, type Target } from './target.ts';

export type Result = 'ok' | 'broken' | 'warning' | 'unknown';

/** One thing that was measured. */
export interface Measured {
  readonly id: string;
  readonly result: Result;
  readonly what: string;
  /** Why it matters and what to do next; empty if all is well. */
  readonly next: string;
  readonly millis?: number;
}

export interface LiveTask {
  readonly target: Target;
  readonly keys: ProbeKeys;
  readonly workspace: string;
  readonly otherWorkspace: string | undefined;
  /** Of a website whose browsers call the API. */
  readonly origin: string | undefined;
  /** Within which a revoked key must be refused. */
  readonly promiseMs: number;
  /** After which a measurement gives up. */
  readonly limitMs: number;
  /** Shell commands that stop and start the authority. */
  readonly outage: { readonly stop: string; readonly start: string } | undefined;
  readonly progress: (text: string | undefined) => void;
}

export function ok(id: string, what: string, millis?: number): Measured {
  return { id, result: 'ok', what, next: '', ...(millis !== undefined && { millis }) };
}

const not =
  (result: Result) =>
  (id: string, what: string, next: string): Measured => ({ id, result, what, next });
export const broken = not('broken');
export const warning = not('warning');
export const unknown = not('unknown');

/** The result for a request that must be refused. */
export function mustRefuse(id: string, what: string, reply: Reply): Measured {
  if (refused(reply)) return ok(id, `Refused: ${what}`);
  const next = 'The gateway must answer 401. Compare its configuration with what "lostwax gateway" prints.';
  const judged = passed(reply) ? broken : warning;
  return judged(id, `${statusText(reply)} for ${what}`, next);
}

export function statusText({ status }: Reply): string {
  return status === 0 ? 'no answer' : `status ${status}`;
}

export const inSeconds = (millis: number): string =>
  millis < 1_000 ? `${Math.max(1, Math.round(millis))} ms` : `${(millis / 1_000).toFixed(1)} s`;
