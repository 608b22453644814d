import type { Generated } from 'kysely';
import type {
  AuditRow,
  AuditTextsRow,
  CallsRow,
  ChangeRow,
  CustomerRow,
  KeyRow,
  PersonRow,
  ReaderRow,
  RequestRow,
  SessionRow,
  ShortLivedRow,
  SigningKeyRow,
  TaskRow,
  UsageRow,
  WorkspaceImageRow,
  WorkspaceRow,
} from '../rows.ts';

/** The tables, as created by `migrations.ts`. */
export interface Database {
  workspaces: Table<WorkspaceRow, 'id' | WorkspaceDefaults>;
  customers: Table<CustomerRow, 'id'>;
  keys: Table<
    KeyRow,
    'id' | 'created_in' | 'disabled_by' | 'signed_by' | 'credential' | 'imported' | 'audit_seq'
  >;
  signing_keys: Table<SigningKeyRow, 'id'>;
  changes: Table<ChangeRow>;
  audit: Table<AuditRow>;
  audit_texts: Table<AuditTextsRow>;
  idempotency: Table<RequestRow>;
  readers: Table<ReaderRow, 'reports'>;
  usage: Table<UsageRow>;
  calls: Table<CallsRow>;
  workspace_images: Table<WorkspaceImageRow>;
  sessions: Table<SessionRow>;
  people: Table<PersonRow>;
  tasks: Table<TaskRow, 'id'>;
  short_lived: Table<ShortLivedRow>;
}

/** Columns with a default value. */
type WorkspaceDefaults =
  | 'colour'
  | 'scope_texts'
  | 'max_keys_per_customer'
  | 'longest_life_seconds'
  | 'allowed_origins'
  | 'all_readers_registered_at'
  | 'keys_bound'
  | 'live_keys'
  | 'methods'
  | 'api_url'
  | 'docs_url'
  | 'support_url'
  | 'logo'
  | 'favicon'
  | 'setup_dismissed'
  | 'portal_opened_at'
  | 'unknown_since';

/** A row's columns; those that the database fills in are optional. */
type Table<Row, FilledIn extends keyof Row = never> = {
  -readonly [Column in keyof Row]: Column extends FilledIn ? Generated<Row[Column]> : Row[Column];
};
