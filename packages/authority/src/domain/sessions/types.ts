import type { JsonObject } from '@lostwax/core';
import type { Actor, Person, View } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import type { MethodName } from '../methods/table.ts';
import type { Page } from '../page.ts';
import type { Identity, Refusal } from '../people/match.ts';

/** Who asks, whatever he showed; `permissions.ts` answers questions about it. */
export interface Principal {
  /** Key id of an administrator's key, or id of a session. */
  readonly id: string;
  /** What it may do, each scope for all workspaces or one. */
  readonly scopes: readonly string[];
  /** Set where a session was shown, and not a key. */
  readonly session?: Session | undefined;
  readonly via?: Actor['via'];
  readonly person?: Person | undefined;
  readonly openedBy?: Actor['openedBy'];
  readonly view: View;
}

/** The session of a principal that must have one. */
export function sessionOf({ session }: Principal): Session {
  if (session === undefined) throw new Error('A request without a session passed its check.');
  return session;
}

export type SessionKind = 'portal' | 'console';

/** Deeds that a portal session may be allowed. */
export type PortalAct = 'view' | 'create' | 'rotate' | 'revoke';

/** A session that lives. */
export interface Session {
  readonly id: string;
  readonly kind: SessionKind;
  /** Slug of a portal session's workspace; null of the console's. */
  readonly workspace: string | null;
  /** Whether its secret is sent as Bearer; otherwise as a cookie. One is never taken for the other. */
  readonly embed: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export interface NewPortalSession {
  readonly customer: string;
  /** Kept as the customer's name. */
  readonly customerName?: string | null | undefined;
  readonly actor?: { readonly id: string; readonly name?: string | null | undefined } | null | undefined;
  /** All four unless given. */
  readonly can?: readonly PortalAct[] | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  readonly claims?: JsonObject | undefined;
  readonly maxKeys?: number | null | undefined;
  readonly returnUrl?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly embed?: boolean | undefined;
}

/** The one answer that holds the code in its URL, or the token. */
export type OpenedSession = { readonly id: string; readonly expiresAt: number } & (
  | { readonly url: string }
  | { readonly token: string }
);

/** The one answer that holds the secret of a session. */
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
  /** False while its code waits to be exchanged. */
  readonly begun: boolean;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
}

/** What a page must know of its session. */
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
    /** Scopes that the session may grant; where `anyScope`, those that the producer has described. */
    readonly scopes: readonly { readonly scope: string; readonly description: string | null }[];
    readonly anyScope: boolean;
    readonly longestLifeSeconds: number | null;
    /** Methods that new keys can have, the default first. */
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
  /** Most keys: the lowest of the session's, the customer's and the workspace's. */
  readonly maxKeys: number | null;
  /** Keys that count against it. */
  readonly liveKeys: number;
  readonly returnUrl: string | null;
  readonly locale: string | null;
  /** Of a console session: what it may do in each workspace, and (null) in all. */
  readonly permissions?: readonly {
    readonly workspace: string | null;
    readonly permissions: readonly Permission[];
  }[];
  /** Of a console session: what its holder should see to. */
  readonly warnings?: readonly 'first_key_in_use'[];
}

/** The use cases of sessions; as in `Domain`, each is durable when its promise resolves. */
export interface Sessions {
  /** Makes a session with a code, or with `embed` one with a token. */
  openPortal(actor: Actor, slug: string, input: NewPortalSession): Promise<OpenedSession>;
  /** Those that live, newest first. */
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
  /** Ends all of a customer, and says how many. */
  endAll(actor: Actor, slug: string, customer: string): Promise<number>;
  /** Makes a console session with a code, for the holder of the key that asks. */
  openConsole(actor: Actor): Promise<OpenedSession>;
  /** Begins a console session of the key that asks. */
  signInKey(actor: Actor): Promise<BegunSession>;
  /** Begins a console session of a person, or says why not. */
  signInPerson(address: string | null, identity: Identity): Promise<BegunSession | Refusal>;
  /** Takes a code, once, for the secret of its session; a code of the console has no workspace. Throws `code_invalid`. */
  exchange(address: string | null, slug: string | null, code: string): Promise<BegunSession>;
  /** Who a session speaks for, read anew; throws `session_ended`, never saying which part was wrong. */
  authenticate(sessionId: string, secret: string, embed: boolean): Promise<Principal>;
  info(principal: Principal): Promise<SessionInfo>;
  /** The session ends itself. */
  signOut(actor: Actor, session: Session): Promise<void>;
}
