import type { AuditQueries, AuditReads } from './audit.ts';
import type { ChangeQueries, ChangeReads } from './changes.ts';
import type { CustomerQueries, CustomerReads } from './customers.ts';
import type { KeyQueries, KeyReads } from './keys.ts';
import type { PersonQueries, PersonReads } from './people.ts';
import type { PublishedReads } from './published.ts';
import type { ReaderQueries, ReaderReads } from './readers.ts';
import type { RequestQueries, RequestReads } from './requests.ts';
import type { SessionQueries, SessionReads } from './sessions.ts';
import type { ShortLivedQueries, ShortLivedReads } from './short-lived.ts';
import type { SigningKeyQueries, SigningKeyReads } from './signing-keys.ts';
import type { TaskQueries, TaskReads } from './tasks.ts';
import type { UsageQueries, UsageReads } from './usage.ts';
import type { WorkspaceQueries, WorkspaceReads } from './workspaces.ts';

/**
 * The reads that the use cases need from a store, grouped by noun.
 *
 * Methods return undefined or an empty list if nothing matches, and throw only the database's errors.
 */
export interface Reads {
  readonly workspaces: WorkspaceReads;
  readonly keys: KeyReads;
  readonly signingKeys: SigningKeyReads;
  readonly customers: CustomerReads;
  readonly audit: AuditReads;
  readonly changes: ChangeReads;
  readonly published: PublishedReads;
  readonly people: PersonReads;
  readonly sessions: SessionReads;
  readonly readers: ReaderReads;
  readonly usage: UsageReads;
  readonly requests: RequestReads;
  readonly tasks: TaskReads;
  readonly shortLived: ShortLivedReads;
}

/** The reads and writes of an operation. It sees its own writes. */
export interface Queries extends Reads {
  readonly workspaces: WorkspaceQueries;
  readonly keys: KeyQueries;
  readonly signingKeys: SigningKeyQueries;
  readonly customers: CustomerQueries;
  readonly audit: AuditQueries;
  readonly changes: ChangeQueries;
  readonly people: PersonQueries;
  readonly sessions: SessionQueries;
  readonly readers: ReaderQueries;
  readonly usage: UsageQueries;
  readonly requests: RequestQueries;
  readonly tasks: TaskQueries;
  readonly shortLived: ShortLivedQueries;
}
