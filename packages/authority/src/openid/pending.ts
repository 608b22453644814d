import type { IncomingMessage } from 'node:http';

/** A sign-in in progress: what the provider's response must match. */
export interface Pending {
  /** Random; returned in the URL. Ties the response to this browser (RFC 6749 §10.12). */
  readonly state: string;
  /**
   * Random; returned in the ID token. Ties the token to this sign-in (OpenID Connect Core §15.5.2).
   */
  readonly nonce: string;
  /** Without it, a stolen code is useless (RFC 7636). */
  readonly verifier: string;
  /** The console page to continue on. */
  readonly returnTo: string;
}

/** How long a person may take at the provider. */
const SECONDS = 600;
const random = /^[\w-]{43,128}$/;
/** Console pages only, to prevent open redirects. */
const consolePath = /^\/console\/(?:[\w-]+(?:\/[\w-]+)*\/?)?$/;

/** Lax: the person returns from another site with a GET. */
const fixed = 'Path=/; HttpOnly; Secure; SameSite=Lax';

// The state is in the name, so that two tabs can sign in at the same time.
const nameOf = (state: string): string => `__Host-lostwax-openid-${state}`;

/** Returns `returnTo` if it is a page of the console, or else the console's first page. */
export function safeReturn(asked: string | null): string {
  return asked !== null && asked.length <= 255 && consolePath.test(asked) ? asked : '/console/';
}

/** Returns the Set-Cookie that stores a sign-in in the browser that began it. */
export function pendingCookie({ state, nonce, verifier, returnTo }: Pending): string {
  const value = [nonce, verifier, Buffer.from(returnTo).toString('base64url')].join('.');
  return `${nameOf(state)}=${value}; Max-Age=${SECONDS}; ${fixed}`;
}

/** Returns the Set-Cookie that removes a sign-in: a provider's response can be used once. */
export function forgetCookie(state: string): string {
  return `${nameOf(state)}=; Max-Age=0; ${fixed}`;
}

/** Returns the sign-in that this browser began with this state; undefined if there is none. */
export function pendingOf({ headers }: IncomingMessage, state: string): Pending | undefined {
  if (!random.test(state)) return undefined;
  const name = `${nameOf(state)}=`;
  const found = (headers.cookie ?? '').split(/; */).filter((part) => part.startsWith(name));
  const [nonce = '', verifier = '', returnTo = ''] =
    found.length === 1 ? (found[0]?.slice(name.length).split('.') ?? []) : [];
  if (!random.test(nonce) || !random.test(verifier)) return undefined;
  return { state, nonce, verifier, returnTo: safeReturn(Buffer.from(returnTo, 'base64url').toString()) };
}
