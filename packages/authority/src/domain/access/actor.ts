import type { JsonObject } from '@lostwax/core';

/** Who performs an action. Recorded in the audit entry of every change. */
export interface Actor {
  /**
   * Key ID of an administrator key, ID of a session, `self` for a key that revokes itself, or `system` for
   * the authority's own actions.
   */
  readonly id: string;
  /** Address the request came from, or null if there is none. */
  readonly address: string | null;
  /** The pages the request came through. */
  readonly via?: 'portal' | 'console' | undefined;
  /** The person who acts. Personal data, so it is kept with the texts that can be erased. */
  readonly person?: Person | undefined;
  /** What the actor can see and change. */
  readonly view: View;
  /** For a portal session: who opened it for the customer, an administrator key or `person:<id>`. */
  readonly openedBy?: string | undefined;
  /**
   * The actor's permissions, as in `Principal`. An actor without any can carry over what a key grants, but
   * never widen it.
   */
  readonly scopes?: readonly string[] | undefined;
}

export interface Person {
  readonly id: string;
  readonly name: string | null;
}

/**
 * The records a read or a change can reach: the whole workspace, or those of one portal session. Never
 * optional, so that it can't be forgotten.
 */
export type View = 'all' | Bounds;

/** The authority acting on its own. */
export const SYSTEM: Actor = { id: 'system', address: null, view: 'all' };

/** The limits of a portal session. */
export interface Bounds {
  /** The only customer it can reach. */
  readonly customer: string;
  /** Upper bound on scopes, in addition to the workspace's and the customer's; null for none. */
  readonly scopes: readonly string[] | null;
  /** Added to every new key. */
  readonly claims: JsonObject;
  /** Key limit in addition to the customer's own; null for none. */
  readonly maxKeys: number | null;
}

/**
 * The side of the API a caller is on: `producer` for administrator keys and the console, `customer` for
 * portal sessions.
 */
export type Side = 'producer' | 'customer';
