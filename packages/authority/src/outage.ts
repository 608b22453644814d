/** The log lines about a store that fails: a few, however long it lasts and however much depends on it. */
import type { Logger } from 'pino';
import { AuthorityError } from './errors.ts';

const LOOK_MILLISECONDS = 1_000;
/** How long nothing must have failed before it is over: some work is only tried every few seconds. */
const QUIET_MILLISECONDS = 5_000;
const REMIND_MILLISECONDS = 60_000;

/** Dependencies of {@link Outage}. */
export interface OutageOptions {
  readonly log: Logger | undefined;
  /** Rejects while the store can't be used. */
  readonly probe: () => Promise<void>;
  /** Milliseconds since any moment, whatever the clock does. */
  readonly now?: () => number;
}

/** Logs the first failure of the store, a count once a minute, and when it is over. Other errors are logged one by one. */
export class Outage {
  readonly #log: Logger | undefined;
  readonly #probe: () => Promise<void>;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #began = 0;
  #last = 0;
  #reminded = 0;
  #closed = false;

  constructor({ log, probe, now = () => performance.now() }: OutageOptions) {
    this.#log = log;
    this.#probe = probe;
    this.#now = now;
  }

  /** @param what - The line: what failed. */
  failed(error: unknown, what: string, fields: object = {}): void {
    const isOutage = error instanceof AuthorityError && error.code === 'storage_unavailable';
    if (isOutage) this.#count();
    if (!isOutage || this.#failures === 1) this.#log?.error({ err: error, ...fields }, what);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #count(): void {
    this.#failures += 1;
    this.#last = this.#now();
    if (this.#failures > 1) return;
    this.#began = this.#last;
    this.#reminded = this.#last;
    this.#later();
  }

  #later(): void {
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), LOOK_MILLISECONDS).unref();
  }

  async #look(): Promise<void> {
    const isWell = await this.#probe().then(
      () => true,
      () => false,
    );
    const now = this.#now();
    const said = { failures: this.#failures, seconds: Math.round((now - this.#began) / 1_000) };
    if (isWell && now - this.#last >= QUIET_MILLISECONDS) {
      this.#failures = 0;
      this.#log?.warn(said, 'the database works again');
      return;
    }
    if (now - this.#reminded >= REMIND_MILLISECONDS) {
      this.#reminded = now;
      this.#log?.error(said, 'the database still fails');
    }
    this.#later();
  }
}
