import type { Minter } from '../minting/minter.ts';
import type { Store } from '../store/store.ts';
import type { PrincipalCache } from './access/principals.ts';
import type { Method } from './methods/method.ts';
import type { ReaderDirectory } from './readers/readers.ts';
import type { ReaderWatch } from './readers/watch.ts';
import type { Tasks } from './tasks/tasks.ts';

/** What the use cases need from outside. */
export interface Context {
  readonly store: Store;
  readonly minter: Minter;
  /** The ways in which keys are issued, by name. */
  readonly methods: ReadonlyMap<string, Method>;
  /** Registered readers, and what they have seen. */
  readonly readers: ReaderDirectory;
  readonly watch: ReaderWatch;
  /** Administrators' keys that were checked since the last change of any of them. */
  readonly principals: PrincipalCache;
  /** Operations on very many keys that are under way. */
  readonly tasks: Tasks;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Fixed at start, never from a request: `https://keys.example.com`. */
  readonly origin: string;
}
