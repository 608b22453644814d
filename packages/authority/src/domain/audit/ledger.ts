import { randomBytes } from 'node:crypto';
import { auditTextsHash, SetDigest } from '@lostwax/contract';
import type { JsonValue } from '@lostwax/core';
import type {
  AuditRow,
  AuditTextsRow,
  ChangeRow,
  KeyRow,
  SigningKeyRow,
  WorkspaceRow,
} from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { rowHash } from './row-hash.ts';

const SALT_BYTES = 16;

/** An event for the audit log. `texts` holds all personal data and can be erased; the rest is permanent. */
export interface Deed {
  readonly action: string;
  readonly kid?: string | undefined;
  readonly customerRef?: string | undefined;
  readonly details?: { readonly [name: string]: unknown } | undefined;
  readonly texts?: { readonly [name: string]: JsonValue | undefined } | undefined;
  /** Don't store its texts, including the address: they would be erased immediately. */
  readonly isErased?: true;
}

type Pinned = Pick<KeyRow, 'id' | 'kid' | 'shard' | 'jwk' | 'pin'>;
/** The columns of a key's row that describe the last change of its pin. */
type Changed = Pick<KeyRow, 'changed_epoch' | 'changed_seq' | 'changed_digest' | 'changed_at'>;

/**
 * Writes the two sequences of a workspace, its pin changes and its audit log, in one transaction.
 *
 * Both are gapless, because their heads are in the workspace's row and advance in the transaction that writes
 * the rows. So does the digest of the set, which lets a reader detect that it is following another history.
 */
export class Ledger {
  readonly at: number;
  readonly tx: Tx;
  /** The row as of the start of the transaction. */
  readonly workspace: WorkspaceRow;
  readonly #actor: Actor;
  #seq: number;
  readonly #digest: SetDigest;
  #liveKeys: number;
  #auditSeq: number;
  #auditHash: Uint8Array;
  readonly #changes: ChangeRow[] = [];
  readonly #deeds: Deed[] = [];

  private constructor(tx: Tx, workspace: WorkspaceRow, actor: Actor, at: number) {
    this.tx = tx;
    this.at = at;
    this.workspace = workspace;
    this.#actor = actor;
    this.#seq = workspace.seq;
    this.#digest = new SetDigest(workspace.digest);
    this.#liveKeys = workspace.live_keys;
    this.#auditSeq = workspace.audit_seq;
    this.#auditHash = workspace.audit_hash;
  }

  /** Runs `work`, then writes the entries it recorded. */
  static async write<T>(
    tx: Tx,
    workspaceId: number,
    actor: Actor,
    at: number,
    work: (ledger: Ledger) => Promise<T>,
  ): Promise<T> {
    const workspace = await tx.db.workspaces.byId(workspaceId);
    if (workspace === undefined) throw new Error(`Workspace ${workspaceId} does not exist.`);
    const ledger = new Ledger(tx, workspace, actor, at);
    const result = await work(ledger);
    await ledger.#close();
    return result;
  }

  /**
   * Returns the columns that the key's row will have once this pin, or this signing key, is recorded, for a row
   * that must be inserted before `pin` can refer to its ID.
   */
  next(key: Pick<KeyRow, 'pin' | 'jwk'> | 'signing-key'): Changed {
    const isInDigest = key !== 'signing-key' && key.jwk !== null;
    const digest = isInDigest ? toggled(new SetDigest(this.#digest.bytes), key) : this.#digest;
    return {
      changed_epoch: this.workspace.epoch,
      changed_seq: this.#seq + 1,
      changed_digest: digest.bytes,
      changed_at: this.at,
    };
  }

  /** Returns the same columns for a key that enters as it is, out of the set: nothing changes with it. */
  current(): Changed {
    return {
      changed_epoch: this.workspace.epoch,
      changed_seq: this.#seq,
      changed_digest: this.#digest.bytes,
      changed_at: this.at,
    };
  }

  /** The number of the audit entry that is recorded next. */
  get nextEntry(): number {
    return this.workspace.audit_seq + this.#deeds.length + 1;
  }

  /** Records one changed pin. */
  pin(kind: 'added' | 'restored' | 'removed', key: Pinned): void {
    this.#liveKeys += kind === 'removed' ? -1 : 1;
    toggled(this.#digest, key);
    this.#changed(kind, key, key.id);
  }

  /**
   * Records that a signing key entered or left the key set. The digest and the key count stay the same: feeds carry
   * only the number of the change.
   */
  signingKey(kind: 'added' | 'removed', row: Pick<SigningKeyRow, 'id' | 'kid' | 'shard' | 'jwk'>): void {
    // Signing keys come after the keys, not before them, so only the store knows the place of a new one.
    this.#changed(kind === 'added' ? 'restored' : 'removed', row, -row.id);
  }

  #changed(
    kind: 'added' | 'restored' | 'removed',
    { kid, shard, jwk }: Pick<KeyRow, 'kid' | 'shard' | 'jwk'>,
    key_id: number,
  ): void {
    this.#seq += 1;
    const { id: workspaceId, lineage, epoch } = this.workspace;
    const seq = this.#seq;
    const { text, bytes } = this.#digest;
    const published = kind === 'removed' ? 0 : 1;
    this.#changes.push({
      workspace_id: workspaceId,
      epoch,
      seq,
      key_id,
      published,
      digest: bytes,
      at: this.at,
    });
    this.tx.changed({ workspaceId, lineage, epoch, seq, digest: text, kid, shard, jwk, kind });
  }

  /** Records one audit entry. */
  record(deed: Deed): void {
    this.#deeds.push(deed);
  }

  async #close(): Promise<void> {
    // Refusals and no-ops need no disk sync.
    if (this.#changes.length === 0 && this.#deeds.length === 0) return;
    const { db } = this.tx;
    await db.changes.append(this.#changes);
    const salts = randomBytes(SALT_BYTES * this.#deeds.length);
    const rows: AuditRow[] = [];
    const texts: AuditTextsRow[] = [];
    for (const [index, deed] of this.#deeds.entries()) {
      const row = this.#auditRow(deed, salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES));
      rows.push(row.audit);
      if (deed.isErased !== true) texts.push(row.texts);
    }
    await db.audit.append(rows, texts);
    await db.workspaces.moveHeads(this.workspace.id, {
      seq: this.#seq,
      digest: this.#digest.bytes,
      live_keys: this.#liveKeys,
      audit_seq: this.#auditSeq,
      audit_hash: this.#auditHash,
    });
  }

  #auditRow(deed: Deed, salt: Uint8Array) {
    const workspace_id = this.workspace.id;
    this.#auditSeq += 1;
    const { address, via, person } = this.#actor;
    const who = { actorId: person?.id, actorName: person?.name ?? undefined };
    const texts = JSON.stringify({ address: address ?? undefined, ...who, ...deed.texts });
    const row = {
      workspace_id,
      seq: this.#auditSeq,
      at: this.at,
      action: deed.action,
      actor: this.#actor.id,
      kid: deed.kid ?? null,
      customer_ref: deed.customerRef ?? null,
      details: JSON.stringify({ ...deed.details, via }),
      texts_hash: auditTextsHash(salt, texts),
    };
    this.#auditHash = rowHash(this.#auditHash, row);
    const customer_ref = row.customer_ref;
    return {
      audit: { ...row, hash: this.#auditHash },
      texts: { workspace_id, seq: row.seq, customer_ref, salt, texts },
    };
  }
}

/** The digest covers the keys in the key set, which all feeds have in common. */
function toggled(digest: SetDigest, { pin, jwk }: Pick<KeyRow, 'pin' | 'jwk'>): SetDigest {
  return jwk === null ? digest : digest.toggle(pin);
}
