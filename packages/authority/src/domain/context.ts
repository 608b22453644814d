import type { Minter } from '../minting/minter.ts';
import type { Store } from '../store/store.ts';
import type { PrincipalCache } from './access/principals.ts';
import type { Method } from './methods/method.ts';
import type { ReaderDirectory } from './readers/readers.ts';
import type { ReaderWatch } from './readers/watch.ts';
import type { Tasks } from './tasks/tasks.ts';

/** The dependencies of the use cases. */
export interface Context {
  readonly store: Store;
  readonly minter: Minter;
  /** The methods for issuing keys, by name. */
  readonly methods: ReadonlyMap<string, Method>;
  /** Registered readers and what they have seen. */
  readonly readers: ReaderDirectory;
  readonly watch: ReaderWatch;
  /** Administrator keys verified since the last change to any of them. */
  readonly principals: PrincipalCache;
  /** Bulk operations in progress. */
  readonly tasks: Tasks;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /**
   * The latest time that `now` has returned since the clock was last found to be set back: what expired by then may have expired too
   * early. Infinite at first, because the clock may have been ahead in an earlier process.
   */
  readonly shown: { latest: number };
  /** Encrypts the signing keys in the database: 32 bytes. Undefined if none was configured; then nothing can be signed with them. */
  readonly secretKey: Uint8Array | undefined;
  /** Configured at start, never taken from a request: `https://keys.example.com`. */
  readonly origin: string;
}
