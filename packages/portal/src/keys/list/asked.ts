import { useAsked } from '../../app/asked.tsx';
import { type KeyOrder, readOrder } from './order.ts';

/** Keys per page; the list can be sorted if all of it fits on one page. */
export const PAGE = 100;

/** Keys that work or can be enabled: the default filter of a list. */
export const LIVE = 'active,disabled';

/** What the overview counts as expiring soon. */
export const SOON_MS = 30 * 86_400_000;

/** Search and filter of a key list, from the URL. */
export interface AskedKeys {
  /** The query parameters of `GET …/keys`. */
  readonly query: {
    readonly q?: string;
    readonly state?: string;
    readonly customer?: string;
    readonly cursor?: string;
  };
  /** As in the URL: nothing, `all`, `expiring`, or one state. */
  readonly state: string;
  /** Only active keys that expire within {@link SOON_MS}. */
  readonly expiring: boolean;
  readonly q: string | undefined;
  readonly customer: string | undefined;
  readonly order: KeyOrder;
  /** Whether it is the first page. */
  readonly first: boolean;
}

/** A search covers all keys: someone who has a key ID wants to know what happened to that key. */
export function useAskedKeys(): AskedKeys {
  const { q, state: named, customer, cursor, sort } = useAsked(['q', 'state', 'customer', 'cursor', 'sort']);
  const state = named ?? (q === undefined ? '' : 'all');
  const expiring = state === 'expiring';
  const wanted = expiring ? 'active' : state === '' ? LIVE : state === 'all' ? undefined : state;
  return {
    query: {
      ...(q !== undefined && { q }),
      ...(wanted !== undefined && { state: wanted }),
      ...(customer !== undefined && { customer }),
      ...(cursor !== undefined && { cursor }),
    },
    state,
    expiring,
    q,
    customer,
    order: readOrder(sort),
    first: cursor === undefined,
  };
}
