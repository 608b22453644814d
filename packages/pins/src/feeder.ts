import { setTimeout as sleep } from 'node:timers/promises';
import type { FollowedKeys } from '@lostwax/verifier';
import { Comparison } from './comparison.ts';
import { deadlineAfter, isWorthWriting } from './deadline.ts';
import { AbandonedError, EarlySet } from './early.ts';
import { pinEntry } from './entry.ts';
import { PinsError, TargetError } from './errors.ts';
import type { Log } from './log.ts';
import { Pending } from './pending.ts';
import type { FeederStatus } from './status.ts';
import type { Parts, PinEntry, PinTarget, Seal } from './target.ts';

/** The parts of a feeder. */
export interface FeederParts {
  readonly keys: FollowedKeys;
  readonly target: PinTarget;
  readonly maxStaleSeconds: number;
  /** Names this process. */
  readonly instance: string;
  readonly log: Log;
}

/** How often the gateway's table is checked. An emptied or edited table is noticed within this time. */
const LOOK_MILLISECONDS = 200;
const RETRY_MILLISECONDS = 200;
const QUIET_MILLISECONDS = 2_000;
/** Removed one by one while the whole table is written, at 10 ms each from a million in HAProxy. */
const MOST_REVOKED = 100;

/**
 * Keeps the table of one gateway equal to the followed set. One thing is done at a time: look at the table,
 * write a whole one or the changes, confirm. After any failure the whole table is written again, since nobody
 * knows what the gateway has.
 *
 * The first set is written while it is being read, if the target can switch to it at the end.
 */
export class Feeder {
  readonly #parts: FeederParts;
  readonly #pending = new Pending();
  readonly #stop = new AbortController();
  readonly #done: Promise<unknown>;
  readonly #comparison: Comparison;
  #wake: () => void = () => {};
  #confirmed = false;
  #early: EarlySet | undefined;
  #isReplacing = false;
  #stamp: string | undefined;
  #generation = 0;
  #count = 0;
  #deadline = 0;
  #looked = Number.NEGATIVE_INFINITY;
  #replacements = 0;
  #failures = 0;
  #failing = false;

  constructor(parts: FeederParts) {
    this.#parts = parts;
    this.#comparison = new Comparison(
      parts.keys,
      parts.target,
      () => (this.#stamp === undefined || this.#isReplacing ? undefined : this.#pending.pins()),
      () => this.#differs(),
    );
    this.#done = Promise.all([this.#run(), this.#comparison.run(this.#stop.signal)]);
  }

  /** Resolves after `stop`. @throws {@link PinsError} `displaced`. */
  get done(): Promise<unknown> {
    return this.#done;
  }

  status(): FeederStatus {
    return {
      inUse: this.#stamp !== undefined && this.#deadline > Date.now() / 1000,
      keys: this.#count,
      replacements: this.#replacements,
      failures: this.#failures,
    };
  }

  /** The first set is read from its start. */
  began(): void {
    this.#early?.abandon();
    this.#early = new EarlySet();
    this.#wake();
  }

  /** Entries of the first set have been read. @returns Resolves when there is room for more. */
  async read(entries: readonly PinEntry[]): Promise<void> {
    await this.#early?.add(entries);
  }

  replaced(): void {
    if (!this.#early?.complete()) this.#stamp = undefined;
    this.#comparison.invalidate();
    this.#wake();
  }

  added(entry: PinEntry): void {
    this.#pending.add(entry);
    this.#comparison.touch(entry.pin);
    this.#wake();
  }

  removed(pin: string): void {
    this.#pending.remove(pin);
    this.#comparison.touch(pin);
    this.#wake();
  }

  confirmed(): void {
    this.#confirmed = true;
    this.#early?.confirm();
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#early?.abandon();
    this.#wake();
    await this.#done.catch(() => {});
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#step();
        if (this.#failing && this.#confirmed) {
          this.#parts.log.info({}, `${this.#parts.target.name} answers again.`);
          this.#failing = false;
        }
        await this.#rest();
      } catch (error) {
        if (!(error instanceof TargetError)) throw error;
        this.#stamp = undefined;
        this.#failures++;
        if (!this.#failing)
          this.#parts.log.warn(
            { reason: error.message },
            `${this.#parts.target.name} cannot be read or written. Trying again.`,
          );
        this.#failing = true;
        await sleep(RETRY_MILLISECONDS);
      }
    }
  }

  async #step(): Promise<void> {
    if (this.#early !== undefined) await this.#replaceEarly(this.#early);
    // A set that no head has confirmed since the start may be older than what the gateway has.
    if (!this.#confirmed) return;
    const isDue = performance.now() - this.#looked >= LOOK_MILLISECONDS;
    if (this.#stamp !== undefined && isDue) await this.#look();
    if (this.#stamp === undefined) {
      this.#pending.clear();
      await this.#replace(this.#entries(), true);
    } else if (!this.#pending.isEmpty) await this.#change(false);
    const deadline = this.#newDeadline();
    if (this.#stamp === undefined || !isWorthWriting(deadline, this.#deadline)) return;
    await this.#parts.target.confirm(deadline);
    this.#deadline = deadline;
  }

  async #look(): Promise<void> {
    const { target, log, instance } = this.#parts;
    const { stamp, count, deadline } = await target.look();
    this.#looked = performance.now();
    if (stamp === this.#stamp && count === this.#count) {
      // One that was changed by hand is written again.
      this.#deadline = deadline;
      return;
    }
    if (stamp !== undefined && !stamp.startsWith(`${instance}-`)) {
      throw new PinsError(
        'displaced',
        `Another "lostwax pins" feeds ${target.name} now. Run only one for each gateway: this one stops.`,
      );
    }
    const fields = { expected: this.#count, found: count };
    log.warn(fields, `${target.name} has restarted, or its table was changed. Writing it again.`);
    this.#stamp = undefined;
  }

  /** Reported only while the table is the one that was compared. */
  #differs(): void {
    if (this.#stamp === undefined) return;
    this.#parts.log.warn({}, `An entry in ${this.#parts.target.name} was changed. Writing the table again.`);
    this.#stamp = undefined;
    this.#wake();
  }

  /** If this fails, the set is written like any other, once it has been read. */
  async #replaceEarly(early: EarlySet): Promise<void> {
    try {
      await this.#replace(this.#earlyParts(early), false);
    } catch (error) {
      if (!(error instanceof AbandonedError)) throw error;
      this.#stamp = undefined;
    } finally {
      early.abandon();
      if (this.#early === early) this.#early = undefined;
    }
  }

  /**
   * The snapshot, which may be an hour old, and what has changed until a head confirmed the set: the table that the gateway
   * has may be newer than the snapshot.
   */
  async *#earlyParts(early: EarlySet): AsyncGenerator<readonly PinEntry[], void, void> {
    yield* early.parts();
    if (this.#pending.removals > MOST_REVOKED) throw new AbandonedError('Too much has changed since.');
    // After each part, the target asks for what has been revoked.
    yield [];
    yield this.#pending.takeAdded();
  }

  /** @param overlaps - Whether changes that have been heard of since may be among the parts. */
  async #replace(parts: Parts, overlaps: boolean): Promise<void> {
    const { target, log, instance } = this.#parts;
    const stamp = `${instance}-${++this.#generation}`;
    const began = performance.now();
    this.#comparison.invalidate();
    // If the set is replaced again in the meantime, this stays undefined, and the next step does it again.
    this.#stamp = stamp;
    this.#isReplacing = true;
    try {
      this.#count = await target.replace(
        parts,
        () => this.#seal(stamp),
        () => this.#revoked(),
      );
    } finally {
      this.#isReplacing = false;
    }
    this.#replacements++;
    if (!this.#pending.isEmpty) await this.#change(overlaps);
    const milliseconds = Math.round(performance.now() - began);
    const { position } = this.#parts.keys.status();
    log.info({ keys: this.#count, position, milliseconds }, `${target.name} has the whole set.`);
  }

  #seal(stamp: string): Seal {
    this.#deadline = this.#pending.removals > 0 || this.#stamp !== stamp ? 0 : this.#newDeadline();
    return { stamp, deadline: this.#deadline };
  }

  async #change(overwrite: boolean): Promise<void> {
    const change = this.#pending.take(overwrite);
    const removed = await this.#parts.target.change(change);
    if (removed !== 'replace') {
      this.#count += change.added.length - removed;
      this.#pending.written();
      return;
    }
    this.#stamp = undefined;
    // Many keys that are revoked while the whole table is written make the gateway refuse for a moment. So the rest
    // of what is being revoked is awaited first, unless the gateway refuses already.
    if (this.#deadline > 0) await this.#quiet();
  }

  /** Waits until no more changes arrive. */
  async #quiet(): Promise<void> {
    const until = performance.now() + QUIET_MILLISECONDS;
    let before = -1;
    while (before !== this.#pending.size && performance.now() < until) {
      before = this.#pending.size;
      await sleep(QUIET_MILLISECONDS / 20);
    }
  }

  *#revoked(): Generator<readonly string[]> {
    let pins = this.#pending.takeRemoved(MOST_REVOKED);
    for (; pins.length > 0; pins = this.#pending.takeRemoved(MOST_REVOKED)) yield pins;
  }

  *#entries(): Generator<readonly PinEntry[]> {
    for (const part of this.#parts.keys.parts()) yield part.map(pinEntry);
  }

  #newDeadline(): number {
    const { keys, maxStaleSeconds } = this.#parts;
    return deadlineAfter(maxStaleSeconds - keys.ageSeconds());
  }

  async #rest(): Promise<void> {
    if (this.#stop.signal.aborted || this.#early !== undefined) return;
    if (this.#confirmed && (this.#stamp === undefined || !this.#pending.isEmpty)) return;
    await this.#pause(LOOK_MILLISECONDS);
  }

  /** Ends early when there is something to do. */
  async #pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(timer);
  }
}
