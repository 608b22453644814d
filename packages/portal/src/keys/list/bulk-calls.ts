import type { Key } from '@lostwax/client';
import { useRef, useState } from 'react';
import { carryOut, type Deed, useRefresh } from '../calls.ts';
import { useKeysScope } from '../scope.tsx';

/** Progress of one key; missing if it hasn't started. */
export type BulkOutcome = 'busy' | 'done' | Error;

export interface BulkCall {
  readonly busy: boolean;
  /** By key ID. */
  readonly outcomes: ReadonlyMap<string, BulkOutcome>;
  /** Whether all calls of the last run succeeded or some failed; undefined before and during a run. */
  readonly ended: 'done' | 'failed' | undefined;
  /** Performs the action on each key on which it hasn't succeeded yet. */
  run(done: () => void): void;
}

/** Concurrent requests: each is a transaction on the server. */
const AT_A_TIME = 4;

/** One action on several keys, each in its own call: a failure doesn't stop the others. */
export function useBulkCall(keys: readonly Key[], deed: Deed): BulkCall {
  const scope = useKeysScope();
  const refresh = useRefresh();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, BulkOutcome>>(new Map());
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const run = async (done: () => void): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    const now = new Map(outcomes);
    const set = (id: string, outcome: BulkOutcome): void => {
      now.set(id, outcome);
      setOutcomes(new Map(now));
    };
    const waiting = keys.filter(({ id }) => now.get(id) !== 'done').values();
    const work = async (): Promise<void> => {
      // All workers take from the same list.
      for (const { id } of waiting) {
        set(id, 'busy');
        await carryOut(scope, id, deed).then(
          () => set(id, 'done'),
          (error: unknown) => set(id, error instanceof Error ? error : new Error(String(error))),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    underWay.current = false;
    setBusy(false);
    void refresh();
    if ([...now.values()].every((outcome) => outcome === 'done')) done();
  };
  const failed = [...outcomes.values()].some((outcome) => outcome instanceof Error);
  const ended = outcomes.size === 0 || busy ? undefined : failed ? 'failed' : 'done';
  return { busy, outcomes, ended, run: (done) => void run(done) };
}
