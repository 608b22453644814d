import type { Key } from '@lostwax/client';
import { useNow } from '../app/now.ts';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { useKey } from './calls.ts';
import { useKeysScope } from './scope.tsx';

/** Refresh interval in seconds if no gateway states its own: the default of `lostwax gateway`. */
const USUAL_REFRESH_MS = 15_000;
const SOON_MS = 500;
const LATER_MS = 5_000;
const CLOSE_MS = 60_000;
const DAY_MS = 86_400_000;

type Propagation = Key['propagation'];

/** How far a change has spread, as far as known: nothing here says "everywhere". */
type Progress =
  | { readonly is: 'reaching'; readonly seen: number; readonly of: number }
  | { readonly is: 'gates'; readonly of: number; readonly since: string }
  | { readonly is: 'gateways'; readonly seen: number; readonly of: number; readonly latest: string }
  | { readonly is: 'estimate'; readonly at: number };

/**
 * Reads a propagation.
 *
 * @param changedAt - Milliseconds since the Unix epoch: when the last change of the key was made.
 */
function progressOf(propagation: Propagation, changedAt: number, now: number): Progress {
  const { seen, of, since, latest } = propagation;
  if (of === 0) return { is: 'estimate', at: changedAt + USUAL_REFRESH_MS };
  if (since !== null) return { is: 'gates', of, since };
  // Past the time by which all should have refreshed, while one hasn't reported: the time means nothing anymore.
  const overdue = latest !== null && seen < of && Date.parse(latest) < now;
  if (latest === null || overdue) return { is: 'reaching', seen, of };
  return { is: 'gateways', seen, of, latest };
}

/**
 * Tracks what the gateways have seen of a key's last change: from "reaching the gateways" to a confirmed state, or to an estimate
 * that is labeled as one.
 *
 * @param changedAt - When the change was made, if known: RFC 3339.
 */
export function LiveSign({ keyId, changedAt }: { readonly keyId: string; readonly changedAt: string }) {
  const texts = useTexts();
  const { notReported } = useKeysScope();
  const now = useNow(1_000);
  const at = Date.parse(changedAt);
  const { data: key } = useKey(keyId, ({ propagation }) => pause(propagation, at));
  if (key === undefined) return <p className="live">{texts.live.reaching}</p>;
  const { effect } = key.propagation;
  const isKeptElsewhere = key.method === 'shared-signed' && effect === 'refused';
  const plain = isKeptElsewhere ? <p className="soft">{texts.live.plainGateways}</p> : null;
  const progress = progressOf(key.propagation, at, now);
  // The estimate is for gateways that fetch key sets, and none of them refuses it.
  if (isKeptElsewhere && progress.is === 'estimate') return plain;
  if (now - at > CLOSE_MS) {
    // For an old change an estimate is useless, and showing that it is pending would look like a problem with the key.
    if (progress.is === 'estimate') return null;
    if (progress.is === 'reaching') return notReported ?? plain;
  }
  return (
    <>
      <p className={isSettled(progress, now) ? 'live done' : 'live'} role="status">
        <Words effect={effect} progress={progress} />
      </p>
      {plain}
    </>
  );
}

function Words({
  progress,
  effect,
}: {
  readonly progress: Progress;
  readonly effect: Propagation['effect'];
}) {
  const { live } = useTexts();
  const format = useFormat();
  const time = (at: string | number): string =>
    Math.abs(Date.now() - new Date(at).getTime()) < DAY_MS / 2 ? format.clock(at) : format.moment(at);
  switch (progress.is) {
    case 'reaching':
      return progress.seen === 0 ? live.reaching : live.gatesWaiting(progress.seen, progress.of);
    case 'gates':
      return live.gates(effect, progress.of, time(progress.since));
    case 'gateways':
      return live.gateways(effect, progress.seen, progress.of, time(progress.latest));
    case 'estimate':
      return live.estimate(effect, time(progress.at));
  }
}

function isSettled(progress: Progress, now: number): boolean {
  if (progress.is === 'gates') return true;
  if (progress.is === 'gateways') return progress.seen === progress.of && Date.parse(progress.latest) < now;
  return progress.is === 'estimate' && progress.at < now;
}

/** Milliseconds until the key is read again: often at first, then less often, and never once the outcome is known. */
function pause(propagation: Propagation, changedAt: number): number | false {
  const now = Date.now();
  if (isSettled(progressOf(propagation, changedAt, now), now)) return false;
  return now - changedAt < CLOSE_MS ? SOON_MS : LATER_MS;
}
