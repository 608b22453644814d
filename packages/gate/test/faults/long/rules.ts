import type { ModelKey, Snapshot } from './model.ts';

/** One answer from a gate. */
export interface Heard {
  readonly gate: string;
  /** The key as it was before the gate was asked, and as it is now. */
  readonly before: Snapshot;
  readonly key: ModelKey;
  readonly code: string;
  /** When it was asked, in milliseconds of `performance.now()`. */
  readonly askedAt: number;
}

/** Allowance for the rounding of the set's age and the difference between two clocks. */
const MARGIN_MS = 500;
/** Time within which every gate receives a change if there is no fault. Generous, for a busy machine. */
const CALM_MS = 3_000;

/**
 * What must hold for every answer, despite any faults. A gate answers from a set that was complete at most
 * `maxStale` ago, so every gate that answers at all must know what the authority said before that.
 */
export class Rules {
  readonly #maxStaleMs: number;
  /** By gate and key: the version at which the gate refused it. */
  readonly #refused = new Map<string, number>();
  /** Since when there has been no fault, if there is none. */
  calmSince: number | undefined;
  answers = 0;
  readonly codes = new Map<string, number>();

  constructor(maxStaleSeconds: number) {
    this.#maxStaleMs = maxStaleSeconds * 1_000;
  }

  /** @throws Error naming the rule that was broken, and the gate. */
  take({ gate, before, key, code, askedAt }: Heard): void {
    this.answers += 1;
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    const broken = (rule: string): never => {
      const age = Math.round(askedAt - before.changedAt);
      throw new Error(`${rule}: ${gate} says ${code} of ${before.id}, ${before.state} since ${age} ms`);
    };
    if (!['accepted', 'key_unknown', 'set_stale'].includes(code)) broken('An impossible answer');
    // If the key changed while the gate was asked, both answers are right.
    if (before.moving || key.version !== before.version) return;
    const place = `${gate} ${before.id}`;
    const ended = before.state !== 'good';
    if (ended && code === 'key_unknown') this.#refused.set(place, before.version);
    if (ended && code === 'accepted' && this.#refused.get(place) === before.version)
      broken('Accepted after it was refused');
    const known = askedAt - before.changedAt;
    const wrong = ended ? code === 'accepted' : code === 'key_unknown';
    if (wrong && known > this.#maxStaleMs + MARGIN_MS) broken('Checked against a set that is too old');
    if (this.calmSince === undefined || known < CALM_MS || askedAt < this.calmSince) return;
    if (code !== (ended ? 'key_unknown' : 'accepted')) broken('Wrong although there is no fault');
  }
}
