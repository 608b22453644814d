import type { JsonObject } from '@lostwax/core';

/** Who acts: goes into the audit of every change. */
export interface Actor {
  /**
   * Key id of the administrator's key; a session's id; `self` for a key that ends itself; `system` for what the authority does by
   * itself.
   */
  readonly id: string;
  /** Address that the request came from, or null where there is none. */
  readonly address: string | null;
  /** The pages that it came by. */
  readonly via?: 'portal' | 'console' | undefined;
  /** The person who acts: personal, so it stands among the texts that can be erased. */
  readonly person?: Person | undefined;
  /** What the actor sees and can touch. */
  readonly view: View;
  /** Of a portal session: who opened it for the customer, an administrator's key or `person:<id>`. */
  readonly openedBy?: string | undefined;
  /** What the actor may do, as in `Principal`. An actor without any carries over what a key grants, and never widens it. */
  readonly scopes?: readonly string[] | undefined;
}

export interface Person {
  readonly id: string;
  readonly name: string | null;
}

/**
 * Whose records a read or a change reaches: those of the whole workspace, or those of one portal session. It is never optional, so that
 * it can't be forgotten.
 */
export type View = 'all' | Bounds;

/** The authority acting by itself. */
export const SYSTEM: Actor = { id: 'system', address: null, view: 'all' };

/** What a portal session is kept to, whatever it asks for. */
export interface Bounds {
  /** The only customer there is. */
  readonly customer: string;
  /** Ceiling of scopes beside the workspace's and the customer's; null: none of its own. */
  readonly scopes: readonly string[] | null;
  /** Written into every new key. */
  readonly claims: JsonObject;
  /** Most keys beside the customer's own limit; null: none. */
  readonly maxKeys: number | null;
}

/** Whose side of the API somebody is on: an administrator's key or the console, or a portal session. */
export type Side = 'producer' | 'customer';
