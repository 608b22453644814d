import { type AlgorithmName, isScope } from '@lostwax/core';
import type { Address } from '../address.ts';
import { workspaceOf } from '../issuer.ts';
import { assertRevocation } from './fetch.ts';
import { assertFits, assertKeepsUp, chooseKeySet } from './load.ts';
import { isOpenPath } from './open-path.ts';

/** What a configuration is made from. */
export interface EnvoyOptions {
  /** `<origin>/<workspace>`, as the workspace's tokens say it. */
  readonly issuer: string;
  /** The workspace's audience. */
  readonly audience: string;
  /** The prefix of the workspace's key ids. */
  readonly prefix: string;
  /** Of the workspace's keys. `ES256` by default. */
  readonly algorithm?: AlgorithmName | undefined;
  /** The API that Envoy protects, over plain HTTP. */
  readonly upstream: Address;
  /** Where Envoy accepts requests. `127.0.0.1:10000` by default. */
  readonly listen?: Address | undefined;
  /** Envoy's admin interface. `127.0.0.1:9901` by default; must never be reachable from outside. */
  readonly admin?: Address | undefined;
  /** How many keys the workspace will have, 1 to 100,000,000, to work out what they cost. Unknown by default. */
  readonly keys?: number | undefined;
  /**
   * 1: one document, the default up to 10,000 keys. 256: one for each shard, chosen by the first characters of the key.
   */
  readonly shards?: 1 | 256 | undefined;
  /** Seconds until a revoked key is refused at the latest, 2 to 3,600; 15 by default, or more if there are too many keys. */
  readonly revocationSeconds?: number | undefined;
  /** Where Envoy fetches the key set, if not at the issuer's own origin: `http://10.0.0.5:7430`. */
  readonly keySetOrigin?: string | undefined;
  /** `jwt` (the default): Envoy's own jwt_authn checks keys by the key set. `gate`: Envoy asks a gate. */
  readonly mode?: 'jwt' | 'gate' | undefined;
  /** Where the gate is. `127.0.0.1:7421` by default, over gRPC `127.0.0.1:7423`. */
  readonly gate?: Address | undefined;
  /** `http` (the default) or `grpc`. */
  readonly gateProtocol?: 'http' | 'grpc' | undefined;
  /** Scopes that every key must have, in gate mode only. None by default. */
  readonly scopes?: readonly string[] | undefined;
  /** Paths that need no key, each with all below it: `/public`. None by default. */
  readonly openPaths?: readonly string[] | undefined;
  /** `pass`: the API also gets the key, in jwt mode only. By default it doesn't. */
  readonly key?: 'pass' | undefined;
  /** `pass`: CORS preflights need no key. Otherwise they do. */
  readonly preflight?: 'pass' | undefined;
  /** The registered reader that Envoy names itself as when it fetches the key set. None by default. */
  readonly reader?: string | undefined;
  /** The certificates that an `https:` authority is checked against. Debian's bundle by default. */
  readonly trustedCaFile?: string | undefined;
}

/** {@link EnvoyOptions} with every default filled in and every bound checked. */
export interface SettledOptions extends Omit<Settled, 'keys' | 'key' | 'reader' | 'preflight'> {
  /** The workspace's slug, from the issuer. */
  readonly workspace: string;
  readonly keys: number | null;
  readonly key: 'pass' | null;
  readonly reader: string | null;
  readonly preflight: 'pass' | null;
}

type Settled = { readonly [Name in keyof EnvoyOptions]-?: NonNullable<EnvoyOptions[Name]> };

const gatePorts = { http: 7421, grpc: 7423 } as const;
const MAX_KEYS = 100_000_000;

/** @throws RangeError for an option out of its bounds. */
export function resolveOptions(options: EnvoyOptions): SettledOptions {
  const workspace = workspaceOf(options.issuer);
  const keySetOrigin = httpUrl('key set origin', options.keySetOrigin ?? new URL(options.issuer).origin);
  const keys = options.keys ?? null;
  if (keys !== null && (!Number.isInteger(keys) || keys < 1 || keys > MAX_KEYS))
    throw new RangeError(`The number of keys is from 1 to ${MAX_KEYS}, not ${keys}.`);
  const { mode = 'jwt', gateProtocol = 'http', scopes = [], key = null } = options;
  const given = { shards: options.shards, revocationSeconds: options.revocationSeconds };
  // A gate keeps up with any number of keys.
  const choice = chooseKeySet(mode === 'jwt' ? keys : null, given, 256);
  if (mode === 'jwt' && keys !== null) {
    assertKeepsUp('Envoy', keys, choice);
    assertFits(keys, choice, options);
  }
  const { shards, revocationSeconds } = choice;
  assertRevocation('Envoy', revocationSeconds);
  if (mode === 'jwt' && scopes.length > 0)
    throw new RangeError(
      'Only a gate can check scopes: jwt_authn does not read them. Choose the mode "gate".',
    );
  if (mode === 'gate' && key !== null) throw new RangeError('In the mode "gate" the API never gets the key.');
  return {
    mode,
    keys: mode === 'jwt' ? keys : null,
    key,
    gate: bounded('gate', options.gate ?? { host: '127.0.0.1', port: gatePorts[gateProtocol] }, 1),
    gateProtocol,
    scopes: scopes.map(readScope),
    openPaths: (options.openPaths ?? []).map(readOpenPath),
    preflight: options.preflight ?? null,
    issuer: options.issuer,
    workspace,
    audience: options.audience,
    prefix: options.prefix,
    algorithm: options.algorithm ?? 'ES256',
    upstream: bounded('upstream', options.upstream, 1),
    listen: bounded('listener', options.listen ?? { host: '127.0.0.1', port: 10_000 }, 0),
    admin: bounded('administration', options.admin ?? { host: '127.0.0.1', port: 9901 }, 0),
    shards,
    revocationSeconds,
    keySetOrigin: keySetOrigin.origin,
    reader: readerId(options.reader),
    trustedCaFile: options.trustedCaFile ?? '/etc/ssl/certs/ca-certificates.crt',
  };
}

/** An empty one would make the gate read scopes from the client's path. */
function readScope(scope: string): string {
  if (isScope(scope)) return scope;
  throw new RangeError(
    `A scope has visible ASCII characters only, without quotes and backslashes, not "${scope}".`,
  );
}

function readOpenPath(given: string): string {
  const path = given.replace(/\/$/, '');
  if (!isOpenPath(path))
    throw new RangeError(
      `An open path looks like /public, includes everything below it, and has no escapes; not "${given}".`,
    );
  return path;
}

/** It goes into URLs and a comment, and must not end either. */
function readerId(reader: string | undefined): string | null {
  if (reader !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(reader))
    throw new RangeError('The reader is the ID it got when it was registered: rdr_….');
  return reader ?? null;
}

function httpUrl(what: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new RangeError(`The ${what} must be an http or https URL without a query, not ${text}.`);
  }
  return url;
}

function bounded(what: string, { host, port }: Address, least: number): Address {
  if (host === '' || !Number.isInteger(port) || port < least || port > 65_535) {
    throw new RangeError(`The ${what} needs a host and a port from ${least} to 65535, not ${host}:${port}.`);
  }
  return { host, port };
}
