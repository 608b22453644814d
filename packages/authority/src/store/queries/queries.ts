import type { PersonQueries, PersonReads } from './people.ts';
import type { ReaderQueries, ReaderReads } from './readers.ts';
import type { SessionQueries, SessionReads } from './sessions.ts';
import type { WorkspaceQueries, WorkspaceReads } from './workspaces.ts';

/**
 * What the use cases ask of a store, by noun.
 *
 * A method returns undefined or an empty list where nothing matches, and throws only what the database throws.
 */
export interface Reads {
  readonly workspaces: WorkspaceReads;
  readonly readers: ReaderReads;
  readonly people: PersonReads;
  readonly sessions: SessionReads;
}

/** What an operation reads and writes; it sees its own writes. */
export interface Queries extends Reads {
  readonly workspaces: WorkspaceQueries;
  readonly readers: ReaderQueries;
  readonly people: PersonQueries;
  readonly sessions: SessionQueries;
}
