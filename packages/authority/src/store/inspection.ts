import type { Reads } from './queries/queries.ts';

/** A read-only view of a database through its own connection. */
export interface Inspection {
  readonly read: Reads;
  /** Returns faults of the file, at most `most`. Reads the whole file. Undefined for a database without one. */
  faults?(most: number): readonly string[];
  /** Lets `work` read from one snapshot, regardless of concurrent writes. */
  atOneMoment<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
