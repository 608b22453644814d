import { type Issuer, isPrivateUrl, parseIssuer, workspaceOfPointer } from '@lostwax/contract';
import type { ReadClaims } from './checker.ts';
import { VerifierError } from './errors.ts';
import type { VerifierEvent } from './events.ts';
import { issuerMistake } from './issuer-mistake.ts';
import type { ClaimsOptions, IssuerOptions, VerifierOptions } from './options.ts';
import { tellOnStderr } from './tell-on-stderr.ts';

/** An issuer whose options have been checked. */
export interface ReadIssuer {
  readonly issuer: string;
  readonly workspace: string;
  readonly addresses: readonly string[];
  readonly feedKey: string | undefined;
  readonly reader: string | undefined;
}

/** Options that have been checked, with all defaults filled in. */
export interface ReadOptions {
  readonly issuers: readonly ReadIssuer[];
  readonly audiences: readonly string[];
  readonly maxStaleSeconds: number;
  readonly cacheDirectory: string | undefined;
  readonly maxSnapshotBytes: number;
  readonly cachedKeys: number;
  readonly onEvent: (event: VerifierEvent) => void;
  readonly readClaims: ReadClaims<unknown>;
}

const MOST_ISSUERS = 64;
const GIBIBYTE = 2 ** 30;

/** Unknown names are refused: `audiences` instead of `audience` would otherwise accept any audience. */
const optionNames: ReadonlySet<string> = new Set([
  ...['issuers', 'audience', 'maxStaleSeconds', 'cacheDirectory', 'allowHttp', 'maxSnapshotBytes'],
  ...['cachedKeys', 'onEvent', 'readClaims'],
]);
const issuerNames: ReadonlySet<string> = new Set(['issuer', 'feeds', 'feedKey', 'reader']);

/** @throws {@link VerifierError} `options_invalid`, which names the option. */
export function readOptions(options: VerifierOptions & Partial<ClaimsOptions<unknown>>): ReadOptions {
  assertNames(options, optionNames, 'the options');
  const { issuers, audience, allowHttp = false, cacheDirectory, onEvent = tellOnStderr() } = options;
  if (!Array.isArray(issuers) || issuers.length < 1 || issuers.length > MOST_ISSUERS) {
    throw invalid(
      `"issuers" must be a list of 1 to ${MOST_ISSUERS}, each like "https://keys.example.com/acme"`,
    );
  }
  // Truthiness is not enough: the string "false" from an environment variable is truthy.
  if (typeof allowHttp !== 'boolean') throw invalid('"allowHttp" must be true or false');
  const read = issuers.map((issuer) =>
    readIssuer(typeof issuer === 'string' ? { issuer } : issuer, allowHttp),
  );
  if (new Set(read.map(({ issuer }) => issuer)).size < read.length)
    throw invalid('"issuers" lists the same issuer twice');
  if (cacheDirectory !== undefined && (typeof cacheDirectory !== 'string' || cacheDirectory === '')) {
    throw invalid('"cacheDirectory" must be a path');
  }
  if (typeof onEvent !== 'function') throw invalid('"onEvent" must be a function');
  return {
    issuers: read,
    audiences: readAudience(audience),
    maxStaleSeconds: within(options.maxStaleSeconds ?? 300, 'maxStaleSeconds', 1, 86_400),
    cacheDirectory,
    maxSnapshotBytes: within(
      options.maxSnapshotBytes ?? 4 * GIBIBYTE,
      'maxSnapshotBytes',
      0,
      1024 * GIBIBYTE,
    ),
    cachedKeys: within(options.cachedKeys ?? 16_384, 'cachedKeys', 1, 2 ** 22),
    onEvent,
    readClaims: readClaimsOption(options.readClaims),
  };
}

/** @throws {@link VerifierError} `options_invalid`. */
export function readClaimsOption(readClaims: ReadClaims<unknown> = (claims) => claims): ReadClaims<unknown> {
  if (typeof readClaims !== 'function') throw invalid('"readClaims" must be a function');
  return readClaims;
}

/** @throws {@link VerifierError} `options_invalid`. */
export function readyTime(timeoutSeconds: number): number {
  return within(timeoutSeconds, 'timeoutSeconds', 0, 86_400);
}

function assertNames(options: unknown, names: ReadonlySet<string>, what: string): void {
  if (typeof options !== 'object' || options === null) throw invalid(`${what} must be an object`);
  const unknown = Object.keys(options).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw invalid(`"${unknown}" is not an option in ${what}; the options are ${[...names].join(', ')}`);
}

/** An empty list is refused: it may be a setting that was lost on its way, and would accept any audience. */
function readAudience(audience: VerifierOptions['audience']): readonly string[] {
  if (audience === undefined) return [];
  const audiences: unknown = typeof audience === 'string' ? [audience] : audience;
  if (Array.isArray(audiences) && audiences.length > 0 && audiences.every(isAudience)) return [...audiences];
  throw invalid('"audience" must be a string or a non-empty list of strings');
}

function isAudience(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function readIssuer(options: IssuerOptions, allowHttp: boolean): ReadIssuer {
  assertNames(options, issuerNames, '"issuers"');
  const { issuer, feeds, feedKey, reader } = options;
  const { workspace } = readAddress(issuer, 'issuers');
  const addresses = feeds ?? [issuer];
  if (!Array.isArray(addresses) || addresses.length === 0)
    throw invalid('"feeds" must be a list of addresses');
  for (const address of addresses) {
    const isStatic = workspaceOfPointer(address) !== undefined;
    if (isStatic && feedKey !== undefined)
      throw invalid(
        `the static feed at ${address} has signed keys only, so it cannot be combined with "feedKey"`,
      );
    const url = new URL(isStatic ? address : readAddress(address, 'feeds').origin);
    if (!allowHttp && !isPrivateUrl(url)) {
      throw invalid(
        `the feed at ${url.host} uses http:, so anyone on the network path could make the verifier accept keys of their own. Use https:, or set "allowHttp"`,
      );
    }
  }
  if (feedKey !== undefined && !isVisible(feedKey, 4_096)) throw invalid('"feedKey" is not a key');
  if (reader !== undefined && !isVisible(reader, 255)) throw invalid('"reader" is not a reader ID');
  return { issuer, workspace, addresses: [...addresses], feedKey, reader };
}

/** Excludes objects whose `toString` could return something else the second time. */
function isVisible(value: unknown, mostCharacters: number): value is string {
  return typeof value === 'string' && value.length <= mostCharacters && /^[\x21-\x7e]+$/.test(value);
}

/** The canonical form of `<origin>/<workspace>`. */
function readAddress(text: string, option: string): Issuer {
  const issuer = parseIssuer(text);
  if (issuer !== undefined) return issuer;
  throw invalid(
    typeof text === 'string'
      ? `"${text}" in "${option}" ${issuerMistake(text)}`
      : `"${option}" needs addresses like "https://keys.example.com/acme"`,
  );
}

function within(value: number, name: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalid(`"${name}" must be a number from ${least} to ${most}`);
}

function invalid(reason: string): VerifierError {
  return new VerifierError('options_invalid', `The verifier cannot start: ${reason}.`);
}
