import { pinText } from '@lostwax/contract';
import { type Kysely, sql } from 'kysely';
import type { KeyQueries } from '../../queries/keys.ts';
import type { Dialect } from '../dialect.ts';
import { isInKeyIndex } from '../key-entries.ts';
import { pinStart, startOf } from '../pin-start.ts';
import { insertKey, prepared, preparedList, updateKeyRow } from '../prepared.ts';
import type { Database } from '../tables.ts';
import { keyCounts } from './key-counts.ts';
import { keyExpiry } from './key-expiry.ts';
import { type KeysQuery, narrowed, ownedBy, selectKeys } from './select-keys.ts';

const find = prepared((db, kid: string) => selectKeys(db).where('keys.kid', '=', kid));
const byKid = prepared((db, workspaceId: number, kid: string) =>
  selectKeys(db).where('keys.kid', '=', kid).where('keys.workspace_id', '=', workspaceId),
);
// SQLite has an index of the start, PostgreSQL of the pin.
const byPin = prepared((db, pin: Uint8Array, start: Uint8Array) =>
  selectKeys(db).where('keys.pin', '=', pin).where(pinStart, '=', start).where('keys.jwk', 'is', null),
);
const byCredential = prepared((db, credential: string) =>
  selectKeys(db).where('keys.credential', '=', credential),
);
const unrevoked = prepared((db, workspaceId: number, after: number, most: number) =>
  db
    .selectFrom('keys')
    .select(['id', 'pin', 'jwk', 'published', 'created_at', 'expires_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '>', after)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(most),
);
const newest = prepared((db) => db.selectFrom('keys').select('id').orderBy('id', 'desc').limit(1));
const markUsed = prepared((db, workspaceId: number, kid: string, at: number) =>
  db
    .updateTable('keys')
    .set({ last_used_at: sql<number>`case when last_used_at > ${at} then last_used_at else ${at} end` })
    .where('kid', '=', kid)
    .where('workspace_id', '=', workspaceId)
    .returning('id'),
);

const anyCredential = prepared((db) =>
  db.selectFrom('keys').select('id').where('credential', 'is not', null).limit(1),
);
const byCredentials = preparedList((db, credentials: readonly string[]) =>
  selectKeys(db).where('keys.credential', 'in', credentials),
);

export function keyQueries(db: Kysely<Database>, dialect: Dialect): KeyQueries {
  return {
    ...keyCounts(db),
    ...keyExpiry(db),
    byKid: async (workspaceId, kid) => (await byKid(db, workspaceId, kid))[0],
    byKids: (workspaceId, kids) =>
      selectKeys(db)
        .where('keys.workspace_id', '=', workspaceId)
        .where('keys.kid', 'in', kids)
        .orderBy('keys.id', 'desc')
        .execute(),
    newestId: async () => (await newest(db))[0]?.id,
    find: async (kid) => (await find(db, kid))[0],
    byPin: async (pin) => (await byPin(db, pin, startOf(pin)))[0],
    async byPins(pins) {
      const rows = await dialect.keysByPins(db, pins);
      // As in most imports.
      if (rows.length === 0) return rows;
      const asked = new Set(pins.map(pinText));
      return rows.filter(({ pin }) => asked.has(pinText(pin)));
    },
    byCredential: async (credential) => (await byCredential(db, credential))[0],
    byCredentials: (credentials) => byCredentials(db, credentials),
    hasCredentials: async () => (await anyCredential(db)).length > 0,
    byIds: (ids) => selectKeys(db).where('keys.id', 'in', ids).execute(),
    newest: (of, wanted, { from, below, most }) =>
      narrowed(selectKeys(db).where(ownedBy(of)), wanted)
        .$if(from !== undefined, (query: KeysQuery) => query.where('keys.id', '>=', from as number))
        .where('keys.id', '<', below)
        .orderBy('keys.id', 'desc')
        .$if(most !== undefined, (query: KeysQuery) => query.limit(most as number))
        .execute(),
    async further(of, below, rows) {
      const row = await db
        .selectFrom('keys')
        .select('keys.id')
        .where(ownedBy(of))
        .where('keys.id', '<', below)
        .orderBy('keys.id', 'desc')
        .offset(rows - 1)
        .limit(1)
        .executeTakeFirst();
      return row?.id;
    },
    records: (workspaceId, { below, most }) =>
      db
        .selectFrom('keys')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '<', below)
        .orderBy('id', 'desc')
        .$if(most !== undefined, (query) => query.limit(most as number))
        .execute(),
    unrevoked: (workspaceId, after, most) => unrevoked(db, workspaceId, after, most),
    unbound: (workspaceId, after, most) =>
      selectKeys(db)
        .where('keys.workspace_id', '=', workspaceId)
        .where('keys.id', '>', after)
        .where('keys.revoked_at', 'is', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('audit')
                .select('audit.seq')
                .whereRef('audit.kid', '=', 'keys.kid')
                .where('audit.action', '=', 'key.bind')
                .where(isInKeyIndex),
            ),
          ),
        )
        .orderBy('keys.id')
        .limit(most)
        .execute(),
    insert: (row) => insertKey(db, row),
    newIds: (count) => dialect.newIds(db, 'keys', count),
    insertAll: (rows) => dialect.insertAll(db, 'keys', rows),
    update: (id, change) => updateKeyRow(db, id, change),
    markUsed: async (workspaceId, kid, at) => (await markUsed(db, workspaceId, kid, at))[0]?.id,
  };
}
