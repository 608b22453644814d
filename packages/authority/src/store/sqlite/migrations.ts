/**
 * The schema, one string per version; `PRAGMA user_version` counts the applied ones. Never edit a released
 * version; add a new one instead.
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE workspaces (
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL UNIQUE, name TEXT,
  issuer TEXT NOT NULL, audience TEXT NOT NULL, algorithm TEXT NOT NULL, scopes TEXT,
  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, sentinel TEXT NOT NULL, created_at INTEGER NOT NULL,
  audit_seq INTEGER NOT NULL, audit_hash BLOB NOT NULL
) STRICT;

CREATE TABLE customers (
  id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL REFERENCES workspaces, ref TEXT NOT NULL UNIQUE,
  subject TEXT, name TEXT, state TEXT NOT NULL, max_keys INTEGER, scopes TEXT, created_at INTEGER NOT NULL,
  UNIQUE (workspace_id, subject)
) STRICT;

CREATE TABLE keys (
  id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL REFERENCES workspaces, kid TEXT NOT NULL UNIQUE,
  shard INTEGER NOT NULL, customer_id INTEGER NOT NULL REFERENCES customers, name TEXT, ending TEXT NOT NULL,
  method TEXT NOT NULL, scopes TEXT NOT NULL, claims TEXT NOT NULL, metadata TEXT NOT NULL,
  pin BLOB NOT NULL, jwk TEXT NOT NULL, published INTEGER NOT NULL,
  changed_epoch INTEGER NOT NULL, changed_seq INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT NOT NULL, disabled_at INTEGER,
  revoked_at INTEGER, revocation_reason TEXT, expires_at INTEGER, former_expires_at INTEGER,
  replaces TEXT, replaced_by TEXT, last_used_at INTEGER
) STRICT;
-- A shard, and its pins, are read from this index alone, in order, without a visit to the table: what makes a start at a
-- million keys quick.
CREATE INDEX keys_by_shard ON keys (workspace_id, shard, id, jwk, pin) WHERE published = 1;
-- A shard's ETag outlives a restart: its last change, whatever became of the key.
CREATE INDEX keys_by_change ON keys (workspace_id, shard, changed_epoch, changed_seq);
CREATE INDEX keys_by_workspace ON keys (workspace_id, id);
CREATE INDEX keys_by_customer ON keys (customer_id, id);
CREATE INDEX keys_by_expiry ON keys (expires_at) WHERE published = 1 AND expires_at IS NOT NULL;

CREATE TABLE readers (
  id TEXT PRIMARY KEY, workspace_id INTEGER NOT NULL REFERENCES workspaces, name TEXT NOT NULL, kind TEXT NOT NULL,
  refresh_seconds INTEGER NOT NULL, created_at INTEGER NOT NULL, UNIQUE (workspace_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage (
  key_id INTEGER NOT NULL REFERENCES keys, hour INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (key_id, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
  workspace_id INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, key_id INTEGER NOT NULL,
  published INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (workspace_id, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  workspace_id INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL,
  kid TEXT, customer_ref TEXT, details TEXT NOT NULL, texts_hash BLOB NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (workspace_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_key ON audit (kid, seq) WHERE kid IS NOT NULL;
CREATE TRIGGER audit_is_append_only_1 BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_append_only_2 BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_is_append_only_3 BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE workspace_id = NEW.workspace_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TABLE audit_texts (
  workspace_id INTEGER NOT NULL, seq INTEGER NOT NULL, customer_ref TEXT, salt BLOB NOT NULL, texts TEXT NOT NULL,
  PRIMARY KEY (workspace_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_texts_by_customer ON audit_texts (customer_ref);

CREATE TABLE idempotency (
  workspace_id INTEGER NOT NULL, request BLOB NOT NULL, body BLOB NOT NULL, kids TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, request)
) STRICT, WITHOUT ROWID;
`,
  `
-- What the portal and the console show and keep to. JSON where the name is a plural.
ALTER TABLE workspaces ADD COLUMN colour TEXT;
ALTER TABLE workspaces ADD COLUMN scope_texts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE workspaces ADD COLUMN max_keys_per_customer INTEGER;
ALTER TABLE workspaces ADD COLUMN longest_life_seconds INTEGER;
ALTER TABLE workspaces ADD COLUMN allowed_origins TEXT NOT NULL DEFAULT '[]';

CREATE TABLE sessions (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, workspace_id INTEGER REFERENCES workspaces, customer_id INTEGER REFERENCES customers,
  holder TEXT, person_id TEXT, person_name TEXT, bounds TEXT NOT NULL, embed INTEGER NOT NULL,
  code_hash BLOB UNIQUE, secret_hash BLOB, created_at INTEGER NOT NULL, created_by TEXT NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_customer ON sessions (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX sessions_by_workspace ON sessions (workspace_id, created_at) WHERE workspace_id IS NOT NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
`,
  `
CREATE TABLE people (
  id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT, roles TEXT NOT NULL, provider TEXT, subject TEXT,
  created_at INTEGER NOT NULL, last_sign_in_at INTEGER, UNIQUE (provider, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_holder ON sessions (holder) WHERE holder IS NOT NULL;
`,
  `
-- The keys that count against a customer's limit are counted from this index alone: each page of the portal says how many there are, and each
-- issue under a limit asks. Of 10,000 keys that takes 1 ms, from the table 23.
CREATE INDEX keys_live_by_customer ON keys (customer_id, expires_at, replaces) WHERE revoked_at IS NULL;
`,
  `
ALTER TABLE workspaces ADD COLUMN all_readers_registered_at INTEGER;
`,
  `
-- Operations on very many keys that are under way: they go in bounded steps, and one that was cut off is finished at the next start.
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL REFERENCES workspaces, customer_id INTEGER REFERENCES customers,
  kind TEXT NOT NULL, details TEXT NOT NULL, actor TEXT NOT NULL, below INTEGER NOT NULL
) STRICT;
`,
  `
-- Who opened the portal session that made a key answers for it: the session's own id means nothing to anybody an hour later.
ALTER TABLE keys ADD COLUMN created_in TEXT;
CREATE TEMP TABLE openers AS SELECT workspace_id, json_extract(details, '$.session') AS session, actor FROM audit WHERE action = 'session.open';
CREATE INDEX temp.openers_by_session ON openers (session);
UPDATE keys SET created_in = created_by WHERE created_by LIKE 'ses\\_%' ESCAPE '\\';
UPDATE keys SET created_by = coalesce(
  (SELECT actor FROM openers WHERE openers.session = keys.created_in AND openers.workspace_id = keys.workspace_id), created_by
) WHERE created_in IS NOT NULL;
DROP TABLE openers;

-- What the producer disabled stays so, whatever the customer asks. Where the audit does not say who it was, it was the producer.
ALTER TABLE keys ADD COLUMN disabled_by TEXT;
UPDATE keys SET disabled_by = iif(
  (SELECT json_extract(details, '$.via') FROM audit WHERE audit.kid = keys.kid AND action = 'key.disable' ORDER BY seq DESC LIMIT 1) = 'portal',
  'customer', 'producer'
) WHERE disabled_at IS NOT NULL;

-- Beyond 2^53 - 1 a count cannot be read any more.
UPDATE usage SET count = 9007199254740991 WHERE count > 9007199254740991;
`,
  `
-- What is no longer kept is found by its age.
CREATE INDEX idempotency_by_time ON idempotency (at);
CREATE INDEX usage_by_hour ON usage (hour);
-- Keys that time alone has ended: those of a clock that was ahead are found in it.
CREATE INDEX keys_ended_by_time ON keys (expires_at)
WHERE published = 0 AND revoked_at IS NULL AND disabled_at IS NULL AND expires_at IS NOT NULL;
`,
  `
-- The audit did not hold the hashes of keys before: those that are there are entered once, at the start after this.
ALTER TABLE workspaces ADD COLUMN keys_bound INTEGER NOT NULL DEFAULT 1;
UPDATE workspaces SET keys_bound = 0;
`,
  `
-- With the key id in it, a shard's public halves are compared with their records from this index alone.
DROP INDEX keys_by_shard;
CREATE INDEX keys_by_shard ON keys (workspace_id, shard, id, jwk, pin, kid) WHERE published = 1;
`,
  `
-- A position names its history and the digest of the set there. What was counted before has no digests: readers begin anew.
ALTER TABLE workspaces ADD COLUMN lineage TEXT NOT NULL DEFAULT '';
ALTER TABLE workspaces ADD COLUMN digest BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE changes ADD COLUMN digest BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE keys ADD COLUMN changed_digest BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
DROP INDEX keys_by_change;
CREATE INDEX keys_by_change ON keys (workspace_id, shard, changed_epoch, changed_seq, changed_digest);
DELETE FROM changes;
UPDATE workspaces SET lineage = lower(hex(randomblob(8))), digest =
  (SELECT set_digest(pin) FROM keys WHERE workspace_id = workspaces.id AND published = 1 AND method = 'signed');
`,
  `
-- Whether a key's customer is suspended in the audit is asked of each key that is compared with it.
CREATE INDEX audit_by_customer ON audit (customer_ref, seq) WHERE action = 'customer.update';
`,
  `
-- What the console's overview shows, kept so that it costs the same at a million keys: keys in the set, and calls per hour of a workspace.
ALTER TABLE workspaces ADD COLUMN live_keys INTEGER NOT NULL DEFAULT 0;
UPDATE workspaces SET live_keys = (SELECT count(*) FROM keys WHERE workspace_id = workspaces.id AND published = 1);
CREATE INDEX keys_expiring ON keys (workspace_id, expires_at) WHERE published = 1 AND expires_at IS NOT NULL;
CREATE TABLE calls (
  workspace_id INTEGER NOT NULL REFERENCES workspaces, hour INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (workspace_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_hour ON calls (hour);
INSERT INTO calls SELECT keys.workspace_id, usage.hour, CAST(min(total(usage.count), 9007199254740991.0) AS INTEGER)
FROM usage JOIN keys ON keys.id = usage.key_id GROUP BY keys.workspace_id, usage.hour;

-- Links, images and the state of the setup checklist. The images' columns hold their hashes.
ALTER TABLE workspaces ADD COLUMN api_url TEXT;
ALTER TABLE workspaces ADD COLUMN docs_url TEXT;
ALTER TABLE workspaces ADD COLUMN support_url TEXT;
ALTER TABLE workspaces ADD COLUMN logo TEXT;
ALTER TABLE workspaces ADD COLUMN favicon TEXT;
ALTER TABLE workspaces ADD COLUMN setup_dismissed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workspaces ADD COLUMN portal_opened_at INTEGER;
UPDATE workspaces SET setup_dismissed = 1 WHERE live_keys > 0;
CREATE TABLE workspace_images (
  workspace_id INTEGER NOT NULL REFERENCES workspaces, kind TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (workspace_id, kind)
) STRICT, WITHOUT ROWID;
`,
  `
-- How many keys of a workspace have ended is counted in these alone.
CREATE INDEX keys_revoked ON keys (workspace_id, customer_id) WHERE revoked_at IS NOT NULL;
CREATE INDEX keys_unrevoked_by_expiry ON keys (workspace_id, expires_at) WHERE revoked_at IS NULL AND expires_at IS NOT NULL;
`,
  `
-- Not every method publishes a public half. SQLite takes no constraint off a column, so the column is made again.
DROP INDEX keys_by_shard;
ALTER TABLE keys RENAME COLUMN jwk TO old_jwk;
ALTER TABLE keys ADD COLUMN jwk TEXT;
UPDATE keys SET jwk = old_jwk;
ALTER TABLE keys DROP COLUMN old_jwk;
CREATE INDEX keys_by_shard ON keys (workspace_id, shard, id, jwk, pin, kid) WHERE published = 1;
`,
  `
-- Which methods new keys may have; and a key that doesn't say its ID is found by its pin.
ALTER TABLE workspaces ADD COLUMN methods TEXT NOT NULL DEFAULT '["signed"]';
CREATE INDEX keys_by_pin ON keys (pin) WHERE jwk IS NULL;
`,
  `
-- Keys that share a signing key. Its changes stand among those of keys, with its number and a minus sign.
CREATE TABLE signing_keys (
  id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL REFERENCES workspaces, kid TEXT NOT NULL UNIQUE, shard INTEGER NOT NULL,
  algorithm TEXT NOT NULL, jwk TEXT NOT NULL, sealed BLOB, published INTEGER NOT NULL,
  changed_epoch INTEGER NOT NULL, changed_seq INTEGER NOT NULL, changed_digest BLOB NOT NULL, changed_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, rotated_at INTEGER, retires_at INTEGER, removed_at INTEGER
) STRICT;
CREATE INDEX signing_keys_by_shard ON signing_keys (workspace_id, shard);
ALTER TABLE keys ADD COLUMN signed_by TEXT;
-- Whether any live key still needs a signing key is looked up in this index alone.
CREATE INDEX keys_by_signing_key ON keys (signed_by, expires_at) WHERE signed_by IS NOT NULL AND revoked_at IS NULL;
`,
  `
-- What the holder of a key is told by where its pin doesn't say it; whoever reports a leaked client secret finds the client by it.
ALTER TABLE keys ADD COLUMN credential TEXT;
CREATE INDEX keys_by_credential ON keys (credential) WHERE credential IS NOT NULL;
`,
  `
-- A restored copy doesn't know what happened after this time; until somebody has decided about it, it isn't served.
ALTER TABLE workspaces ADD COLUMN unknown_since INTEGER;
`,
  `
-- What belongs to access tokens and must outlive a restart: public halves of the keys that sign, used assertions, revoked tokens.
CREATE TABLE short_lived (
  workspace_id INTEGER NOT NULL REFERENCES workspaces, kind TEXT NOT NULL, id TEXT NOT NULL, content TEXT NOT NULL,
  until INTEGER NOT NULL, PRIMARY KEY (workspace_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX short_lived_by_end ON short_lived (until);
`,
  `
-- An import asks whether a pin was ever a signed key's. The authority made those keys, so eight bytes find one, in a third of the space.
CREATE INDEX keys_by_signed_pin ON keys (substr(pin, 1, 8)) WHERE jwk IS NOT NULL;
`,
  `
-- Which keys come from another system: pages don't say that they were created here.
ALTER TABLE keys ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
UPDATE keys SET imported = 1 WHERE kid IN (SELECT kid FROM audit WHERE action = 'key.issue' AND details LIKE '%"imported":true%');
`,
  `
-- One index for all pins: eight bytes find a key, and random entries change fewer pages the smaller the index is.
DROP INDEX keys_by_pin;
DROP INDEX keys_by_signed_pin;
CREATE INDEX keys_by_pin_start ON keys (substr(pin, 1, 8));
`,
  `
-- Which gates report, so that the next start waits for them: only they know whether this is an older copy.
ALTER TABLE readers ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
`,
  `
-- The entry that creates a key is found by its number in the key's row. In an index by key ID, each would change a page of its
-- own. A million keys take about eight seconds: their numbers are sorted first, because updates in another order take longer.
ALTER TABLE keys ADD COLUMN audit_seq INTEGER;
CREATE TEMP TABLE first_entries (key_id INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
-- CROSS JOIN: in the other order, SQLite may read all entries for each key.
INSERT OR IGNORE INTO first_entries SELECT keys.id, audit.seq
FROM audit CROSS JOIN keys ON keys.kid = audit.kid AND keys.workspace_id = audit.workspace_id
WHERE audit.action IN ('key.issue', 'key.rotate') ORDER BY audit.seq;
UPDATE keys SET audit_seq = (SELECT seq FROM first_entries WHERE key_id = keys.id);
DROP TABLE first_entries;
DROP INDEX audit_by_key;
CREATE INDEX audit_by_key ON audit (kid, seq) WHERE kid IS NOT NULL AND action NOT IN ('key.issue', 'key.rotate');
`,
  `
-- It ran for each new row, and made SQLite copy each page that such an insert changes. On the authority's own connections, INSERT OR REPLACE
-- now asks the trigger for deletions (recursive_triggers). Another program could remove triggers anyway; what it replaces breaks the chain.
DROP TRIGGER audit_is_append_only_3;
`,
];
