import { type RawBuilder, sql } from 'kysely';

/** The actions of audit entries that create a key. */
export const CREATING_ACTIONS = ['key.issue', 'key.rotate'] as const;

/**
 * The condition of SQLite's index `audit_by_key`, whose entries are all that a key has except the one that created it.
 * Only a query that contains this condition as it is written there can use the index.
 */
export const isInKeyIndex: RawBuilder<boolean> = sql<boolean>`action NOT IN ('key.issue', 'key.rotate')`;
