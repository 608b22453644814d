import { BackOff } from '@lostwax/contract';
import type { Log } from '../log.ts';
import type { IssuerSettings } from '../settings/settings.ts';
import { Outbox } from './outbox.ts';
import { RefusalCounts } from './refusal-counts.ts';
import type { Use } from './use-counter.ts';

const ITEMS = 1_000;
/** Maximum number of codes in one report (spec/http-api.yaml, Usage). */
const MOST_REFUSAL_CODES = 50;
const MOST_WAIT_MILLISECONDS = 300_000;
const ANSWER_MILLISECONDS = 10_000;
/** Limits of the API for one line (spec/http-api.yaml, Usage). */
const MOST_COUNT = 1_000_000_000;

/** Numbers about the reports of one workspace. */
export interface ReportStatus {
  readonly issuer: string;
  /** Keys whose usage has not been reported yet. */
  readonly waiting: number;
  /** Reported uses since the start. */
  readonly reported: number;
  readonly dropped: number;
  /** Failed requests since the start. */
  readonly failures: number;
}

/**
 * Reports the usage of one workspace's keys every ten seconds, off the request path. A report whose answer is
 * lost is sent again and so counted twice: to know whether a key is still in use, too much is better than too
 * little.
 */
export class Reporter {
  readonly #issuer: IssuerSettings;
  readonly #log: Log;
  readonly #refusals: RefusalCounts;
  readonly #everyMilliseconds: number;
  readonly #backOff: BackOff;
  readonly #outbox = new Outbox();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #reported = 0;
  #failures = 0;
  #dropped = 0;

  constructor(
    issuer: IssuerSettings,
    log: Log,
    refusals: () => ReadonlyMap<string, number> = () => new Map(),
    everyMilliseconds = 10_000,
  ) {
    this.#issuer = issuer;
    this.#log = log;
    this.#refusals = new RefusalCounts(refusals);
    this.#everyMilliseconds = everyMilliseconds;
    this.#backOff = new BackOff({
      firstMilliseconds: 2 * everyMilliseconds,
      mostMilliseconds: MOST_WAIT_MILLISECONDS,
    });
    this.#wait(this.#interval());
  }

  add(use: Use): void {
    this.#outbox.add(use);
  }

  status(): ReportStatus {
    return {
      issuer: this.#issuer.issuer,
      waiting: this.#outbox.size,
      reported: this.#reported,
      dropped: this.#dropped + this.#outbox.dropped,
      failures: this.#failures,
    };
  }

  /**
   * Sends what is left, once, within `withinMilliseconds`. A report in progress has no more time than that
   * either.
   */
  async close(withinMilliseconds = 2_000): Promise<void> {
    clearTimeout(this.#timer);
    const late = setTimeout(() => this.#closing.abort(), withinMilliseconds);
    await this.#sending;
    await this.#send();
    clearTimeout(late);
    clearTimeout(this.#timer);
  }

  /** Varied at random, so that gates that started together don't all report at once. */
  #interval(): number {
    return this.#everyMilliseconds * (0.9 + Math.random() * 0.2);
  }

  #wait(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      const failures = this.#failures;
      this.#sending = this.#send().finally(() => {
        this.#sending = undefined;
        this.#wait(this.#failures > failures ? this.#backOff.next() : this.#interval());
      });
    }, milliseconds);
    this.#timer.unref();
  }

  async #send(): Promise<void> {
    // Sent even if empty, because only a report can confirm that a key was not used.
    let more = true;
    while (more && !this.#closing.signal.aborted) {
      const lines = this.#outbox.take(ITEMS);
      more = this.#outbox.size > 0;
      const answer = await this.#post(lines, !more);
      if (answer === 'taken') {
        this.#backOff.reset();
        this.#reported += lines.reduce((sum, { count }) => sum + count, 0);
      } else {
        this.#failures += 1;
        // Lines that the authority can never accept would block all the others forever.
        if (answer === 'impossible') this.#dropped += lines.reduce((sum, { count }) => sum + count, 0);
        else for (const line of lines) this.#outbox.add(line);
        return;
      }
    }
  }

  async #post(
    lines: readonly { keyId: string; count: number; at: number }[],
    last: boolean,
  ): Promise<'taken' | 'later' | 'impossible'> {
    const { reportUrl, workspace, reportKey = '', issuer, reader } = this.#issuer;
    if (lines.length === 0 && reader === undefined) return 'taken';
    const refused = last && reader !== undefined ? this.#refusals.take(MOST_REFUSAL_CODES) : [];
    const items = lines.map(({ keyId, count, at }) => ({
      kid: keyId,
      at: new Date(at).toISOString(),
      count: Math.min(count, MOST_COUNT),
    }));
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_MILLISECONDS), this.#closing.signal]);
      const answer = await fetch(`${reportUrl}/v1/workspaces/${workspace}/usage`, {
        method: 'POST',
        redirect: 'error',
        headers: { authorization: `Bearer ${reportKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          items,
          ...(last && reader !== undefined && { reader }),
          ...(refused.length > 0 && { refused }),
        }),
        signal,
      });
      await answer.body?.cancel();
      if (answer.ok) return 'taken';
      // An older authority accepts usage, but no refusals.
      if (answer.status === 400 && refused.length > 0) {
        this.#refusals.stop();
        return 'later';
      }
      this.#log.warn(
        { issuer, status: answer.status },
        'usage could not be reported; it is kept and sent again',
      );
      return answer.status === 400 || answer.status === 413 ? 'impossible' : 'later';
    } catch (error) {
      const reason = error instanceof Error ? (error.cause ?? error) : error;
      this.#log.warn(
        { issuer, reason: String(reason) },
        'usage could not be reported; it is kept and sent again',
      );
      return 'later';
    }
  }
}
