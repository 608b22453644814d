import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@lostwax/contract';
import { type Claim, claim } from '@lostwax/server';
import type { Logger } from 'pino';
import { CommandError } from '../errors.ts';
import { KeySets } from './key-sets.ts';
import type { Place } from './place.ts';
import { Publisher } from './publisher.ts';
import { reasonOf } from './reason.ts';
import type { FeedSource } from './source.ts';

/** How often what is published; 0 publishes no key sets. */
export interface PublishSeconds {
  readonly every: number;
  readonly keysEvery: number;
  readonly snapshotEvery: number;
}

/** The parts of a {@link Publication}. */
export interface PublicationParts extends PublishSeconds {
  readonly issuer: string;
  readonly source: FeedSource;
  readonly place: Place;
  /** The workspace's folder in the place. */
  readonly folder: string;
  /** Names this process. */
  readonly instance: string;
  readonly log: Logger;
  readonly stop: AbortSignal;
}

/** What is known about the files of one workspace. Times are in milliseconds since the Unix epoch. */
export interface PublicationStatus {
  readonly issuer: string;
  readonly every: number;
  readonly keysEvery: number;
  readonly position: Position | undefined;
  /** As of when the pointer is complete; undefined before the first. */
  readonly pointerAt: number | undefined;
  /** As of when the key set and its shards are; undefined before the first copies. */
  readonly keySetsAt: number | undefined;
  readonly failures: { readonly feed: number; readonly keySets: number };
}

/** Publishes the feed and the key sets of one workspace. */
export class Publication {
  readonly #parts: PublicationParts;
  readonly #publisher: Publisher;
  readonly #keySets: KeySets;
  readonly #failures = { feed: 0, keySets: 0 };
  /** The position of which the key sets are copies. */
  #copied: Position | undefined;
  /** Whether they were copied again since. */
  #isSettled = false;
  #keySetsAt: number | undefined;
  #claim: Claim | undefined;

  constructor(parts: PublicationParts) {
    const { source, place, folder, log, stop } = parts;
    const warn = (error: unknown, what: string): void => {
      if (!stop.aborted) log.warn({ reason: reasonOf(error) }, what);
    };
    this.#parts = parts;
    this.#publisher = new Publisher({ ...parts, warn });
    this.#keySets = new KeySets(source, place, folder);
  }

  status(): PublicationStatus {
    const { issuer, every, keysEvery } = this.#parts;
    const { position, publishedAt: pointerAt } = this.#publisher;
    const [keySetsAt, failures] = [this.#keySetsAt, this.#failures];
    return { issuer, every, keysEvery, position, pointerAt, keySetsAt, failures };
  }

  /**
   * Continues with what an earlier process published.
   *
   * @throws {@link CommandError} `already_running`; any other error if the place can't be used.
   */
  async open(): Promise<void> {
    const { place, folder, issuer } = this.#parts;
    this.#claim = await claim('publish', `${await place.identify()} ${folder}`);
    if (this.#claim === undefined)
      throw new CommandError(
        'already_running',
        `Another "lostwax publish" on this machine already publishes ${issuer} to this place. Run only one for each place.`,
      );
    await this.#publisher.resume();
  }

  /** Publishes until it is stopped. @throws {@link CommandError} `displaced`. */
  async run(): Promise<void> {
    const { every, keysEvery } = this.#parts;
    await Promise.all([
      this.#repeat(every, 'feed', 'The feed', () => this.#publisher.step()),
      ...(keysEvery > 0
        ? [this.#repeat(keysEvery, 'keySets', 'The key set', () => this.#copyKeySets())]
        : []),
    ]);
  }

  /** Waits for what runs in the background. */
  async close(): Promise<void> {
    await this.#publisher.close();
    this.#claim?.release();
  }

  /** Copies the key set if the feed has changed, and once more: a cache may have answered the first time. */
  async #copyKeySets(): Promise<void> {
    const { position, publishedAt } = this.#publisher;
    if (position === undefined) return;
    const isNew = position !== this.#copied;
    if (isNew || !this.#isSettled) await this.#keySets.update();
    this.#copied = position;
    this.#isSettled = !isNew;
    this.#keySetsAt = publishedAt;
  }

  /** Logs the first of several failures, and the end of them. */
  async #repeat(
    seconds: number,
    kind: keyof PublicationStatus['failures'],
    what: string,
    work: () => Promise<void>,
  ): Promise<void> {
    const { stop, log } = this.#parts;
    let failing = false;
    while (!stop.aborted) {
      const began = performance.now();
      try {
        await work();
        if (failing) log.info(`${what} is published again.`);
        failing = false;
      } catch (error) {
        if (stop.aborted) return;
        if (error instanceof CommandError) throw error;
        this.#failures[kind] += 1;
        if (!failing) log.error({ reason: reasonOf(error) }, `${what} cannot be published. Trying again.`);
        failing = true;
      }
      const rest = Math.max(0, seconds * 1_000 - (performance.now() - began));
      await sleep(rest, undefined, { signal: stop }).catch(() => {});
    }
  }
}
