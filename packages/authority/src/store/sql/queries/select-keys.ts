import { type Kysely, sql } from 'kysely';
import type { KeysOf, KeysWanted } from '../../queries/keys.ts';
import type { Database } from '../tables.ts';
import { likePart } from './conditions.ts';

export type KeysQuery = ReturnType<typeof selectKeys>;

/** Selects an `OwnedKeyRow` for each key. */
export function selectKeys(db: Kysely<Database>) {
  return db
    .selectFrom('keys')
    .innerJoin('customers', 'customers.id', 'keys.customer_id')
    .selectAll('keys')
    .select([
      'customers.subject as customer_subject',
      'customers.name as customer_name',
      'customers.state as customer_state',
      'customers.ref as customer_ref',
      'customers.scopes as customer_scopes',
    ]);
}

/**
 * A single condition, so that SQLite uses the index with the right order instead of scanning all keys of the
 * workspace for the few of one customer.
 */
export function ownedBy({ workspace_id, customer_id }: KeysOf) {
  return customer_id === null
    ? sql<boolean>`keys.workspace_id = ${workspace_id}`
    : sql<boolean>`keys.customer_id = ${customer_id}`;
}

export function narrowed(keys: KeysQuery, wanted: KeysWanted): KeysQuery {
  const { state, method, q, expiresBefore, isRevoked, signedBy, liveAt, makers } = wanted;
  const { createdAfter, createdBefore } = wanted;
  return keys
    .$if(isRevoked === false || liveAt !== undefined, (query) => query.where('keys.revoked_at', 'is', null))
    .$if(liveAt !== undefined, (query) =>
      query.where(sql<boolean>`(keys.expires_at is null or keys.expires_at > ${liveAt})`),
    )
    .$if(signedBy !== undefined, (query) => query.where('keys.signed_by', '=', signedBy as string))
    .$if(method !== undefined, (query) => query.where('keys.method', '=', method as string))
    .$if(state !== undefined, (query) => query.where(inState(state as NonNullable<typeof state>)))
    .$if(q !== undefined, (query) => query.where(matches(q as string)))
    .$if(expiresBefore !== undefined, (query) => query.where('keys.expires_at', '<', expiresBefore as number))
    .$if(makers !== undefined, (query) =>
      query.where(({ or, eb }) =>
        or([
          eb('keys.created_by', 'in', makers as readonly string[]),
          eb('keys.created_in', 'in', makers as readonly string[]),
        ]),
      ),
    )
    .$if(createdAfter !== undefined, (query) => query.where('keys.created_at', '>=', createdAfter as number))
    .$if(createdBefore !== undefined, (query) =>
      query.where('keys.created_at', '<', createdBefore as number),
    );
}

function matches(q: string) {
  return sql<boolean>`(${likePart('keys.name', q)} or substr(keys.kid, 1, ${[...q].length}) = ${q} or keys.ending = ${q})`;
}

function inState({ in: states, at }: NonNullable<KeysWanted['state']>) {
  return sql<boolean>`(${sql.join(
    states.map((is) => isState(is, at)),
    sql` or `,
  )})`;
}

function isState(is: NonNullable<KeysWanted['state']>['in'][number], at: number) {
  if (is === 'revoked') return sql<boolean>`keys.revoked_at is not null`;
  const ended = sql`(keys.expires_at is not null and keys.expires_at <= ${at})`;
  if (is === 'expired') return sql<boolean>`(keys.revoked_at is null and ${ended})`;
  const disabled = is === 'disabled' ? sql`keys.disabled_at is not null` : sql`keys.disabled_at is null`;
  return sql<boolean>`(keys.revoked_at is null and not ${ended} and ${disabled})`;
}
