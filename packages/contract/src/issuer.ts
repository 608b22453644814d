import { isSlug } from '@lostwax/core';
import { isLoopback } from './address.ts';

/** The two parts of an issuer (spec/token.md §4). */
export interface Issuer {
  /** Scheme, host and, where it is not the usual one, port: `https://keys.example.com`. */
  readonly origin: string;
  /** The workspace's slug. */
  readonly workspace: string;
}

/** `<origin>/<workspace>`: the `iss` of every key of the workspace. */
export function issuerText({ origin, workspace }: Issuer): string {
  return `${origin}/${workspace}`;
}

/** Parses an issuer in its one spelling; undefined for anything else. */
export function parseIssuer(text: unknown): Issuer | undefined {
  const url = typeof text === 'string' ? httpOrHttps(text) : undefined;
  if (url === undefined) return undefined;
  const issuer = { origin: url.origin, workspace: url.pathname.slice(1) };
  return isSlug(issuer.workspace) && issuerText(issuer) === text ? issuer : undefined;
}

/**
 * Reads an `http:` or `https:` address that has an origin only: no path beyond `/`, user, query or
 * fragment.
 *
 * @returns The origin as browsers and keys spell it, without the slash; undefined for everything
 * else.
 */
export function parseOrigin(text: string): string | undefined {
  const url = httpOrHttps(text);
  const isBare = url?.pathname === '/' && url.username === '' && url.password === '' && !/[?#]/.test(text);
  return isBare ? url.origin : undefined;
}

/**
 * Whether an address is safe from eavesdropping and tampering on the way: `https:`, or `http:` to
 * this machine.
 */
export function isPrivateUrl({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function httpOrHttps(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}
