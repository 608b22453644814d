import type { ModelKey, Snapshot } from './model.ts';

/** One answer of a gate. */
export interface Heard {
  readonly gate: string;
  /** The key as it was before the gate was asked, and as it is now. */
  readonly before: Snapshot;
  readonly key: ModelKey;
  readonly code: string;
  /** Milliseconds of `performance.now()` when it was asked. */
  readonly askedAt: number;
}

/** Rounding of the set's age, and what two clocks read apart. */
const MARGIN_MS = 500;
/** Within which everybody has heard of a change when nothing is wrong; wide, for a machine that does other things. */
const CALM_MS = 3_000;

/**
 * What must hold of every answer, whatever goes wrong meanwhile.
 *
 * A gate answers from a set that was whole at most `maxStale` ago. So what the authority said earlier than that, every gate that answers
 * at all must know.
 */
export class Rules {
  readonly #maxStaleMs: number;
  /** Gate and key: the version in which the gate has refused it. */
  readonly #refused = new Map<string, number>();
  /** Since when nothing is wrong, if so. */
  calmSince: number | undefined;
  answers = 0;
  readonly codes = new Map<string, number>();

  constructor(maxStaleSeconds: number) {
    this.#maxStaleMs = maxStaleSeconds * 1_000;
  }

  /** @throws Error that says which rule was broken, by which gate. */
  take({ gate, before, key, code, askedAt }: Heard): void {
    this.answers += 1;
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    const broken = (rule: string): never => {
      const age = Math.round(askedAt - before.changedAt);
      throw new Error(`${rule}: ${gate} says ${code} of ${before.id}, ${before.state} since ${age} ms`);
    };
    if (!['accepted', 'key_unknown', 'set_stale'].includes(code)) broken('An answer that cannot be');
    // What changed while the gate was asked may be answered either way.
    if (before.moving || key.version !== before.version) return;
    const place = `${gate} ${before.id}`;
    const ended = before.state !== 'good';
    if (ended && code === 'key_unknown') this.#refused.set(place, before.version);
    if (ended && code === 'accepted' && this.#refused.get(place) === before.version)
      broken('Accepted after it had been refused');
    const known = askedAt - before.changedAt;
    const wrong = ended ? code === 'accepted' : code === 'key_unknown';
    if (wrong && known > this.#maxStaleMs + MARGIN_MS) broken('Judged by a set that is too old');
    if (this.calmSince === undefined || known < CALM_MS || askedAt < this.calmSince) return;
    if (code !== (ended ? 'key_unknown' : 'accepted')) broken('Wrong though nothing is in the way');
  }
}
