import type { Row } from '../../packages/authority/test/support/ledger.ts';
import type { RunningAuthority } from '../../tools/testing/authority.ts';
import type { Random } from '../../tools/testing/random.ts';

/** One or more authorities that share a database, and a way to make them fail. */
export interface Deployment {
  /** The ones that clients send requests to, even while they can't be reached. */
  readonly authorities: readonly RunningAuthority[];
  /** If the authorities' clocks differ from this machine's. Keys then expire, too. */
  readonly clock?: Clock;
  /** Runs a query in the database, without any of the authority's code. */
  rows(text: string): Promise<Row[]>;
  /**
   * Causes the fault while clients send requests, and repairs it.
   *
   * @param isShort - In `npm test`, which can't wait long.
   */
  strike(random: Random, isShort: boolean): Promise<void>;
  close(): Promise<void>;
}

/** The clock that decides which keys have expired: the one that is furthest ahead. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** A kind of fault. */
export interface Scenario {
  readonly name: string;
  /** What happens in each round, for the report. */
  readonly what: string;
  /** How many rounds a full run has. */
  readonly rounds: number;
  /** How many `npm test` runs. */
  readonly shortRounds: number;
  /** Why it can't run here; false if it can. */
  readonly skip: string | false;
  /** How many rounds one deployment lasts: starting one takes time, but the more rounds, the more keys each check reads. */
  readonly roundsEach: number;
  /** The requests of clients each change many keys, some of which are opaque. */
  readonly isBulk?: true;
  deploy(folder: string): Promise<Deployment>;
}
