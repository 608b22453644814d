import { useAsked } from '../../app/asked.tsx';
import { type KeyOrder, readOrder } from './order.ts';

/** Keys on a page; the list can be sorted where all of it is on one. */
export const PAGE = 100;

/** Keys that work or can be enabled: what a list shows unless asked otherwise. */
const LIVE = 'active,disabled';

/** What the overview counts as expiring soon. */
export const SOON_MS = 30 * 86_400_000;

/** What the address asks of a list of keys. */
export interface AskedKeys {
  /** The query of `GET …/keys`. */
  readonly query: {
    readonly q?: string;
    readonly state?: string;
    readonly customer?: string;
    readonly cursor?: string;
  };
  /** As the address has it: nothing, `all`, `expiring`, or one state. */
  readonly state: string;
  /** Only active keys that expire within {@link SOON_MS}. */
  readonly expiring: boolean;
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
