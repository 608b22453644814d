import type { SourcedSet } from '../domain/restore/known-set.ts';

/** Options of `lostwax restore`. */
export interface RestoreOptions {
  /** The folder to restore to. With `from`, it must not contain an authority; without, it must. */
  readonly data: string;
  /** URL of a PostgreSQL database that was restored by its own tools, in place of the one in the folder. */
  readonly database?: string | undefined;
  /** The backup. Omitted: the database was put into the folder in another way, or an earlier restore awaits a decision. */
  readonly from?: string | undefined;
  /** What gates and published snapshots know: keys that are in no set any more are revoked. */
  readonly sets: readonly SourcedSet[];
  /**
   * What becomes of administrator keys and people, about which no set says anything: `keep` lets those come back that
   * were removed after the copy; `reset` revokes all and writes a new first key.
   */
  readonly administrators?: 'keep' | 'reset' | undefined;
  /** Where the new first key is written; `<data>/admin.key` by default. */
  readonly adminKeyFile?: string | undefined;
  /**
   * Accepts that nothing is known about what happened from this time on, in milliseconds since the Unix epoch. It must
   * not be later than the time that the report names.
   */
  readonly acceptUnknownSince?: number | undefined;
  /** Keeps keys that were disabled or suspended when the copy was made. One of them may have been revoked since. */
  readonly keepInactive?: boolean | undefined;
  /** Called with what is being done and the share that is done, 0 to 1. */
  readonly progress?: ((stage: RestoreStage, share: number) => void) | undefined;
}

export type RestoreStage = 'checking' | 'copying' | 'comparing' | 'revoking';
