import type { IncomingMessage } from 'node:http';

/** A sign-in that has begun: what the answer of the provider must match. */
export interface Pending {
  /** Random; comes back in the address. Ties the answer to this browser (RFC 6749 §10.12). */
  readonly state: string;
  /**
   * Random; comes back inside the ID token. Ties that to this sign-in (OpenID Connect Core
   * §15.5.2).
   */
  readonly nonce: string;
  /** Without it, a stolen code is useless (RFC 7636). */
  readonly verifier: string;
  /** Where in the console the person goes on. */
  readonly returnTo: string;
}

/** How long a person may take at the provider. */
const SECONDS = 600;
const random = /^[\w-]{43,128}$/;
/** Pages of the console, and nothing else: an address from outside must not lead outside. */
const consolePath = /^\/console\/(?:[\w-]+(?:\/[\w-]+)*\/?)?$/;

/** Lax: the person comes back from another site, with a GET. */
const fixed = 'Path=/; HttpOnly; Secure; SameSite=Lax';

// The state is in the name, so that two tabs can sign in at a time.
const nameOf = (state: string): string => `__Host-lostwax-openid-${state}`;

/** `returnTo` as asked for, or the console's first page for what is none of its pages. */
export function safeReturn(asked: string | null): string {
  return asked !== null && asked.length <= 255 && consolePath.test(asked) ? asked : '/console/';
}

/** The Set-Cookie that keeps a sign-in in the browser that began it. */
export function pendingCookie({ state, nonce, verifier, returnTo }: Pending): string {
  const value = [nonce, verifier, Buffer.from(returnTo).toString('base64url')].join('.');
  return `${nameOf(state)}=${value}; Max-Age=${SECONDS}; ${fixed}`;
}

/** The Set-Cookie that forgets a sign-in: an answer of the provider counts once. */
export function forgetCookie(state: string): string {
  return `${nameOf(state)}=; Max-Age=0; ${fixed}`;
}

/** The sign-in that this browser began with this state; undefined where there is none. */
export function pendingOf({ headers }: IncomingMessage, state: string): Pending | undefined {
  if (!random.test(state)) return undefined;
  const name = `${nameOf(state)}=`;
  const found = (headers.cookie ?? '').split(/; */).filter((part) => part.startsWith(name));
  const [nonce = '', verifier = '', returnTo = ''] =
    found.length === 1 ? (found[0]?.slice(name.length).split('.') ?? []) : [];
  if (!random.test(nonce) || !random.test(verifier)) return undefined;
  return { state, nonce, verifier, returnTo: safeReturn(Buffer.from(returnTo, 'base64url').toString()) };
}
