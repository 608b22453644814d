import type { JsonObject } from '@lostwax/core';
import type { Actor, Person, View } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import type { MethodName } from '../methods/table.ts';
import type { Page } from '../page.ts';
import type { Identity, Refusal } from '../people/match.ts';

/** The authenticated caller, regardless of the credential; `permissions.ts` decides what it may do. */
export interface Principal {
  /** Key ID of an administrator key, or ID of a session. */
  readonly id: string;
  /** Its permissions, each for all workspaces or for one. */
  readonly scopes: readonly string[];
  /** Set if the caller authenticated with a session instead of a key. */
  readonly session?: Session | undefined;
  readonly via?: Actor['via'];
  readonly person?: Person | undefined;
  readonly openedBy?: Actor['openedBy'];
  readonly view: View;
}

/** Returns the session of a principal that must have one. */
export function sessionOf({ session }: Principal): Session {
  if (session === undefined) throw new Error('A request without a session passed its check.');
  return session;
}

export type SessionKind = 'portal' | 'console';

/** Actions that a portal session can allow. */
export type PortalAct = 'view' | 'create' | 'rotate' | 'revoke';

/** A live session. */
export interface Session {
  readonly id: string;
  readonly kind: SessionKind;
  /** Slug of a portal session's workspace; null for the console. */
  readonly workspace: string | null;
  /** Whether its secret is sent as a Bearer token instead of a cookie. Only the right one is accepted. */
  readonly embed: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export interface NewPortalSession {
  readonly customer: string;
  /** Stored as the customer's name. */
  readonly customerName?: string | null | undefined;
  readonly actor?: { readonly id: string; readonly name?: string | null | undefined } | null | undefined;
  /** All four if omitted. */
  readonly can?: readonly PortalAct[] | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  readonly claims?: JsonObject | undefined;
  readonly maxKeys?: number | null | undefined;
  readonly returnUrl?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly embed?: boolean | undefined;
}

/** The only response that contains the code, in its URL, or the token. */
export type OpenedSession = { readonly id: string; readonly expiresAt: number } & (
  | { readonly url: string }
  | { readonly token: string }
);

/** The only response that contains the secret of a session. */
export interface BegunSession {
  readonly principal: Principal;
  readonly secret: string;
  readonly lastsSeconds: number;
}

/** A portal session as the producer sees it. */
export interface PortalSession {
  readonly id: string;
  readonly customer: string;
  readonly actor: Person | null;
  readonly can: readonly PortalAct[];
  readonly embed: boolean;
  /** False until its code is exchanged. */
  readonly begun: boolean;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
}

/** What a page needs to know about its session. */
export interface SessionInfo {
  readonly id: string;
  readonly kind: SessionKind;
  readonly expiresAt: number;
  readonly actor: Person;
  readonly can: readonly PortalAct[];
  readonly workspace?: {
    readonly slug: string;
    readonly name: string | null;
    readonly color: string | null;
    readonly issuer: string;
    /** Scopes that the session can grant; with `anyScope`, those that the producer has described. */
    readonly scopes: readonly { readonly scope: string; readonly description: string | null }[];
    readonly anyScope: boolean;
    readonly longestLifeSeconds: number | null;
    /** Methods available to new keys, the default first. */
    readonly methods: readonly MethodName[];
    readonly apiUrl: string | null;
    readonly docsUrl: string | null;
    readonly supportUrl: string | null;
    readonly logo: string | null;
    readonly favicon: string | null;
  };
  readonly customer?: {
    readonly id: string;
    readonly name: string | null;
    readonly state: 'active' | 'suspended';
  };
  /** Key limit: the lowest of the session's, the customer's and the workspace's. */
  readonly maxKeys: number | null;
  /** Keys that count toward the limit. */
  readonly liveKeys: number;
  readonly returnUrl: string | null;
  readonly locale: string | null;
  /** For a console session: its permissions in each workspace, and (null) in all. */
  readonly permissions?: readonly {
    readonly workspace: string | null;
    readonly permissions: readonly Permission[];
  }[];
  /** For a console session: what its holder should attend to. */
  readonly warnings?: readonly 'first_key_in_use'[];
}

/** The use cases of sessions; as in `Domain`, each is durable when its promise resolves. */
export interface Sessions {
  /** Creates a session with a code, or with `embed` one with a token. */
  openPortal(actor: Actor, slug: string, input: NewPortalSession): Promise<OpenedSession>;
  /** Live sessions only, newest first. */
  list(
    slug: string,
    filter: {
      customer?: string | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
    },
  ): Promise<Page<PortalSession>>;
  /** Throws `session_not_found`. */
  end(actor: Actor, slug: string, sessionId: string): Promise<void>;
  /** Ends all sessions of a customer and returns how many there were. */
  endAll(actor: Actor, slug: string, customer: string): Promise<number>;
  /** Creates a console session with a code for the holder of the calling key. */
  openConsole(actor: Actor): Promise<OpenedSession>;
  /** Starts a console session for the calling key. */
  signInKey(actor: Actor): Promise<BegunSession>;
  /** Starts a console session for a person, or returns why not. */
  signInPerson(address: string | null, identity: Identity): Promise<BegunSession | Refusal>;
  /**
   * Exchanges a code, once, for the secret of its session; a console code has no workspace. Throws
   * `code_invalid`.
   */
  exchange(address: string | null, slug: string | null, code: string): Promise<BegunSession>;
  /**
   * Returns the current principal of a session; throws `session_ended` without revealing which part was
   * wrong.
   */
  authenticate(sessionId: string, secret: string, embed: boolean): Promise<Principal>;
  info(principal: Principal): Promise<SessionInfo>;
  /** Ends the caller's own session. */
  signOut(actor: Actor, session: Session): Promise<void>;
}
