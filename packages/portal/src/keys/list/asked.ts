import { useAsked } from '../../app/asked.tsx';
import { type KeyOrder, readOrder } from './order.ts';

/** Keys on a page; the list can be sorted where all of it is on one. */
export const PAGE = 100;

/** Keys that are or may become usable: what a list shows unless asked otherwise. */
const LIVE = 'active,disabled';

/** What the address asks of a list of keys. */
export interface AskedKeys {
  /** The query of `GET …/keys`. */
  readonly query: {
    readonly q?: string;
    readonly state?: string;
    readonly customer?: string;
    readonly cursor?: string;
  };
  /** As the address has it: nothing, `all`, or one state. */
  readonly state: string;
  readonly q: string | undefined;
  readonly customer: string | undefined;
  readonly order: KeyOrder;
  /** Whether it is the first page. */
  readonly first: boolean;
}

/** A search looks among all keys: whoever has a key ID wants to know what became of it. */
export function useAskedKeys(): AskedKeys {
  const { q, state: named, customer, cursor, sort } = useAsked(['q', 'state', 'customer', 'cursor', 'sort']);
  const state = named ?? (q === undefined ? '' : 'all');
  const wanted = state === '' ? LIVE : state === 'all' ? undefined : state;
  return {
    query: {
      ...(q !== undefined && { q }),
      ...(wanted !== undefined && { state: wanted }),
      ...(customer !== undefined && { customer }),
      ...(cursor !== undefined && { cursor }),
    },
    state,
    q,
    customer,
    order: readOrder(sort),
    first: cursor === undefined,
  };
}
