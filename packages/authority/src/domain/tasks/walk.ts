import type { Handle } from '../../store/store.ts';
import { type OwnedKeyRow, selectKeys } from '../keys/key-view.ts';
import { ROWS_PER_TURN } from '../stretches.ts';
import type { TaskOf } from './types.ts';

/** Whose keys a walk goes through, and from where on down. */
type Walked = Pick<TaskOf, 'workspace_id' | 'customer_id' | 'below'>;

type Keys = ReturnType<typeof selectKeys>;

/** The next keys of a walk from the newest to the oldest. */
export interface Stretch {
  readonly keys: readonly OwnedKeyRow[];
  /** Where the next stretch begins; 0 when this was the last. */
  readonly below: number;
}

/**
 * The next keys of a customer, or of a workspace where there is none, that are wanted: at most `most`, out of at most 5,000. Where few are
 * wanted, a search for the next one would look through a million in one go.
 */
export async function nextKeys(
  db: Handle,
  walked: Walked,
  most: number,
  wanted: (keys: Keys) => Keys,
): Promise<Stretch> {
  const from = most === Infinity ? 0 : await further(db, walked);
  const keys = await wanted(selectKeys(db).$call(ownedBy(walked)))
    .where('keys.id', '>=', from)
    .where('keys.id', '<', walked.below)
    .orderBy('keys.id', 'desc')
    .$if(most !== Infinity, (query) => query.limit(most))
    .execute();
  return { keys, below: keys.length < most ? from : (keys.at(-1)?.id ?? 0) };
}

function ownedBy({ workspace_id, customer_id }: Walked): (keys: Keys) => Keys {
  return (keys) =>
    customer_id === null
      ? keys.where('keys.workspace_id', '=', workspace_id)
      : keys.where('keys.customer_id', '=', customer_id);
}

/** Found by an index alone. */
async function further(db: Handle, { workspace_id, customer_id, below }: Walked): Promise<number> {
  const row = await db
    .selectFrom('keys')
    .select('id')
    .$if(customer_id === null, (query) => query.where('workspace_id', '=', workspace_id))
    .$if(customer_id !== null, (query) => query.where('customer_id', '=', customer_id))
    .where('id', '<', below)
    .orderBy('id', 'desc')
    .offset(ROWS_PER_TURN - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
}
