import { type Address, addressText } from '../address.ts';
import { workspaceOf } from '../issuer.ts';

/** What a configuration with a table of pins is made from. */
export interface ByPinsOptions {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly audience: string;
  /** The API, plain HTTP. */
  readonly upstream: Address;
  /** Where the gateway accepts requests. `127.0.0.1:8000` by default. */
  readonly listen?: Address | undefined;
  /** Scopes that every key must have. */
  readonly scopes?: readonly string[] | undefined;
  /** Scopes that a path and everything below it needs, such as `/orders=orders:write`. */
  readonly pathScopes?: readonly string[] | undefined;
}

/** A path and the scopes that it needs. */
export interface PathScopes {
  /** Without a slash at the end; plain, so that a configuration can contain it. */
  readonly path: string;
  readonly scopes: readonly string[];
}

/** The same, checked and as a configuration writes them. */
export interface ByPinsSettings {
  readonly issuer: string;
  readonly workspace: string;
  readonly audience: string;
  readonly upstream: string;
  readonly listen: string;
  readonly scopes: readonly string[];
  readonly paths: readonly PathScopes[];
}

// A scope (RFC 6749 §3.3) that is a word in every configuration's syntax and in a shell.
const scopeForm = /^[A-Za-z0-9_.:/*+-]{1,255}$/;
const pathForm = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+$/;
// Any visible character but those that mean something in a configuration or in JSON.
const audienceForm = /^[A-Za-z0-9_.:/@+~=,-]{1,255}$/;

/** @throws RangeError for what a configuration cannot contain. */
export function settlePins({
  issuer,
  audience,
  upstream,
  listen,
  scopes,
  pathScopes,
}: ByPinsOptions): ByPinsSettings {
  const workspace = workspaceOf(issuer);
  if (!audienceForm.test(audience))
    throw new RangeError(
      `The audience "${audience}" has characters that a configuration cannot contain. Choose the mode "gate".`,
    );
  return {
    issuer,
    workspace,
    audience,
    upstream: portOf('upstream', upstream, 1),
    listen: portOf('listener', listen ?? { host: '127.0.0.1', port: 8_000 }, 1),
    scopes: (scopes ?? []).map(readScope),
    paths: readPaths(pathScopes ?? []),
  };
}

function readScope(scope: string): string {
  if (scopeForm.test(scope)) return scope;
  throw new RangeError(`A scope has letters, digits and _ . : / * + - only here, not "${scope}".`);
}

function readPaths(given: readonly string[]): PathScopes[] {
  const paths = new Map<string, string[]>();
  for (const text of given) {
    const at = text.indexOf('=');
    const path = text.slice(0, at).replace(/\/$/, '');
    if (at < 0 || !pathForm.test(path))
      throw new RangeError(
        `A path and its scope look like /orders=orders:write, without escapes; not "${text}".`,
      );
    paths.set(path, [...(paths.get(path) ?? []), readScope(text.slice(at + 1))]);
  }
  return Array.from(paths, ([path, scopes]) => ({ path, scopes }));
}

function portOf(what: string, address: Address, least: number): string {
  if (address.port >= least) return addressText(address);
  throw new RangeError(
    `The ${what} needs a host and a port from ${least} to 65535, not ${addressText(address)}.`,
  );
}

/** @throws RangeError for a path that is not absolute, or not a word in every configuration's syntax. */
export function readSocket(socket: string): string {
  if (/^\/[A-Za-z0-9_./-]{1,100}$/.test(socket)) return socket;
  throw new RangeError(
    `The socket is an absolute path of letters, digits, dots, - and _, at most 100 characters, not "${socket}".`,
  );
}
