import type { Insertable, Kysely, RawBuilder } from 'kysely';
import type { PublishedReads } from '../queries/published.ts';
import type { OwnedKeyRow } from '../rows.ts';
import type { Database } from './tables.ts';

/** What the databases express differently. Everything else is the same SQL. */
export interface Dialect {
  /** Reads of published data, which leave out damaged records while they walk an index. */
  published(db: Kysely<Database>): Pick<PublishedReads, 'shard' | 'halfPins'>;
  /** All keys with these pins, and perhaps others whose pins start the same: each has its own indexes of pins. */
  keysByPins(db: Kysely<Database>, pins: readonly Uint8Array[]): Promise<readonly OwnedKeyRow[]>;
  /** Whether a row of `audit` is an entry of this key: each has its own index of them. */
  isEntryOf(kid: string): RawBuilder<boolean>;
  /** Inserts rows of one table that have the same columns. */
  insertAll<Table extends 'audit' | 'audit_texts' | 'changes' | 'customers' | 'keys'>(
    db: Kysely<Database>,
    table: Table,
    rows: readonly Insertable<Database[Table]>[],
  ): Promise<void>;
  /** Row IDs that no row has yet, ascending, for the transaction that takes them. */
  newIds(db: Kysely<Database>, table: 'customers' | 'keys', count: number): Promise<readonly number[]>;
  /** The digest of the published pins of a workspace that are in the key set: 16 bytes. Reads all of them. */
  digest(db: Kysely<Database>, workspaceId: number): Promise<Uint8Array>;
}
