import type { Actor, View } from './access/actor.ts';
import type { AuditEntry, AuditFilter } from './audit/types.ts';
import type { OAuthClient } from './clients/live-client.ts';
import type { TokenMemory } from './clients/token-memory.ts';
import type { Customer, CustomerPatch } from './customers/types.ts';
import type { Idempotency } from './idempotency.ts';
import type {
  BulkRevocation,
  BulkRevocationOptions,
  ExportedKey,
  ForeignKey,
  ImportedKey,
  IssuedKey,
  Key,
  KeyCount,
  KeyFilter,
  KeyPatch,
  NewKey,
  RevocationFilter,
  Rotation,
  RotationChange,
} from './keys/types.ts';
import type { Names, NamesWanted } from './names/types.ts';
import type { Page } from './page.ts';
import type { People } from './people/types.ts';
import type { NewReader, Reader, ReaderPatch } from './readers/types.ts';
import type { Principal, Sessions } from './sessions/types.ts';
import type { SigningKeys } from './signing-keys/types.ts';
import type { KeyUsage, UsageReport, UsageSpan } from './usage/types.ts';
import type {
  ImageKind,
  NewWorkspace,
  Overview,
  Workspace,
  WorkspaceImage,
  WorkspacePatch,
} from './workspaces/types.ts';

/**
 * The use cases. Each is durable when its promise resolves. `slug` names the workspace; unknown ones throw
 * `workspace_not_found`. Any of them can throw `storage_unavailable`. Callers check permissions first.
 */
export interface Domain {
  createWorkspace(actor: Actor, input: NewWorkspace): Promise<Workspace>;
  listWorkspaces(): Promise<readonly Workspace[]>;
  workspace(slug: string): Promise<Workspace>;
  updateWorkspace(actor: Actor, slug: string, patch: WorkspacePatch): Promise<Workspace>;
  /** What the console's overview of a workspace shows. */
  overview(slug: string, span: UsageSpan): Promise<Overview>;
  /** With the hash that its URL has. */
  workspaceImage(
    slug: string,
    kind: ImageKind,
  ): Promise<(WorkspaceImage & { readonly hash: string | null }) | undefined>;

  issue(actor: Actor, slug: string, input: NewKey, repeat?: Idempotency): Promise<IssuedKey>;
  /** Each item has its own outcome, in order. */
  issueMany(
    actor: Actor,
    slug: string,
    items: readonly NewKey[],
    repeat?: Idempotency,
  ): Promise<readonly (IssuedKey | Error)[]>;
  /** Takes keys of another system, each with its own outcome, in order. */
  importKeys(
    actor: Actor,
    slug: string,
    items: readonly ForeignKey[],
    dryRun: boolean,
  ): Promise<readonly (ImportedKey | Error)[]>;
  /** Key records with their pins, newest first; up to 500 a page. */
  exportKeys(
    slug: string,
    page: { limit?: number | undefined; cursor?: string | undefined },
  ): Promise<Page<ExportedKey>>;
  /** Whether there is or was a key with each of these pins, apart from signed keys. */
  knownPins(slug: string, pins: readonly Uint8Array[]): Promise<readonly boolean[]>;
  /** `view`, here and below, limits a portal session to its customer's records. */
  listKeys(slug: string, filter: KeyFilter, view: View): Promise<Page<Key>>;
  /** Counts revoked and expired keys of the workspace or of one customer, up to 1,000. */
  countEndedKeys(slug: string, customer: string | undefined, view: View): Promise<KeyCount>;
  key(slug: string, keyId: string, view: View): Promise<Key>;
  updateKey(actor: Actor, slug: string, keyId: string, patch: KeyPatch): Promise<Key>;
  revoke(actor: Actor, slug: string, keyId: string, reason?: string): Promise<Key>;
  disable(actor: Actor, slug: string, keyId: string): Promise<Key>;
  enable(actor: Actor, slug: string, keyId: string): Promise<Key>;
  rotate(
    actor: Actor,
    slug: string,
    keyId: string,
    input: Rotation,
    repeat?: Idempotency,
  ): Promise<IssuedKey & { readonly replaces: Key }>;
  changeRotation(actor: Actor, slug: string, keyId: string, change: RotationChange): Promise<Key>;
  revokeMany(
    actor: Actor,
    slug: string,
    filter: RevocationFilter,
    options: BulkRevocationOptions,
  ): Promise<BulkRevocation>;
  /** Revokes the key with this token; throws `invalid_key` if it isn't one of ours or has ended. */
  revokeSelf(address: string | null, token: string): Promise<Key>;

  /** The signing keys of the method `shared-signed`, newest first. */
  signingKeys(slug: string): Promise<SigningKeys>;
  rotateSigningKey(actor: Actor, slug: string, retireAfterSeconds: number | undefined): Promise<SigningKeys>;
  /** Ends a signing key at once, with every key that it signed. */
  revokeSigningKey(
    actor: Actor,
    slug: string,
    kid: string,
    reason?: string,
  ): Promise<SigningKeys & { readonly revokedKeys: number }>;

  listCustomers(
    slug: string,
    filter: { q?: string | undefined; limit?: number | undefined; cursor?: string | undefined },
  ): Promise<Page<Customer>>;
  customer(slug: string, customerId: string): Promise<Customer>;
  updateCustomer(actor: Actor, slug: string, customerId: string, patch: CustomerPatch): Promise<Customer>;
  /** Revokes all its keys and erases its personal data. */
  eraseCustomer(actor: Actor, slug: string, customerId: string): Promise<void>;

  listReaders(slug: string): Promise<readonly Reader[]>;
  registerReader(actor: Actor, slug: string, input: NewReader): Promise<Reader>;
  updateReader(actor: Actor, slug: string, readerId: string, patch: ReaderPatch): Promise<Reader>;
  removeReader(actor: Actor, slug: string, readerId: string): Promise<void>;
  addUsage(
    slug: string,
    report: UsageReport,
  ): Promise<{ readonly accepted: number; readonly unknown: number }>;

  /** Usage of one key, by day. */
  keyUsage(slug: string, keyId: string, span: UsageSpan, view: View): Promise<KeyUsage>;

  /** An active OAuth client; undefined for any other ID. */
  oauthClient(slug: string, clientId: string): Promise<OAuthClient | undefined>;

  /** What replicas remember of a workspace's access tokens. */
  tokenMemory(slug: string): Promise<TokenMemory>;

  /** Names of customers and actors, for pages that show their IDs. */
  names(slug: string, wanted: NamesWanted, caller: Pick<Principal, 'scopes'>): Promise<Names>;
  audit(slug: string, filter: AuditFilter, view: View): Promise<Page<AuditEntry>>;
  /**
   * Returns the principal of the administrator key with this token; throws `invalid_key` without revealing
   * which part was wrong.
   */
  authenticate(token: string): Promise<Principal>;
  readonly sessions: Sessions;
  readonly people: People;
  /** Resolves if the store can be read and written; throws `storage_unavailable`, `database_behind` or `shutting_down` otherwise. */
  ready(): Promise<void>;
  /**
   * Reports whether pages of this origin may embed the portal of a workspace; with null, of any workspace.
   */
  allowsOrigin(slug: string | null, origin: string): Promise<boolean>;
}
