import { VerifierError } from './errors.ts';
import type { VerifierEvent } from './events.ts';

/** One workspace whose keys are accepted. */
export interface IssuerOptions {
  /** `<origin>/<workspace>`, exactly as the keys say it in `iss`. */
  readonly issuer: string;
  /**
   * Addresses that stand for the issuer's, each `<origin>/<workspace>`, where the feed is asked in turn: replicas, or a port inside a
   * network. Left out: the issuer itself.
   */
  readonly feeds?: readonly string[];
  /** An administrator's key with the scope `feed:read`: the full feed is followed instead of the public one. */
  readonly feedKey?: string;
  /** The id of a registered reader; the authority can then say what this verifier has applied. */
  readonly reader?: string;
}

/** What a verifier needs to know. Only `issuers` is needed. */
export interface VerifierOptions {
  /** 1 to 64 workspaces. A text is the issuer alone. */
  readonly issuers: readonly (string | IssuerOptions)[];
  /** What the key's `aud` must be: one of these. Left out: whatever the workspace gives its keys. */
  readonly audience?: string | readonly string[];
  /**
   * How old the knowledge may be by which a key is accepted, in seconds: 1 to 86,400, 300 unless set. After so long without the
   * authority every key is refused with `set_stale`.
   */
  readonly maxStaleSeconds?: number;
  /** A folder of this program's own, where the set is kept so that it can start without the authority. Left out: none. */
  readonly cacheDirectory?: string;
  /** Takes `http:` from other machines too. Whoever sits between can then make keys good. Off unless set. */
  readonly allowHttp?: boolean;
  /** Most bytes of a snapshot's entries, 16 a key in the public feed: 4 GiB unless set. */
  readonly maxSnapshotBytes?: number;
  /** Keys whose claims are kept read, per thread: 16,384 unless set, rounded up to a power of two. */
  readonly cachedKeys?: number;
  /** Told what happens. It must not throw. */
  readonly onEvent?: (event: VerifierEvent) => void;
}

/** An issuer whose options have been checked. */
export interface ReadIssuer {
  readonly issuer: string;
  readonly workspace: string;
  readonly addresses: readonly string[];
  readonly feedKey: string | undefined;
  readonly reader: string | undefined;
}

/** Options that have been checked, with every default. */
export interface ReadOptions {
  readonly issuers: readonly ReadIssuer[];
  readonly audiences: readonly string[];
  readonly maxStaleSeconds: number;
  readonly cacheDirectory: string | undefined;
  readonly maxSnapshotBytes: number;
  readonly cachedKeys: number;
  readonly onEvent: (event: VerifierEvent) => void;
}

const MOST_ISSUERS = 64;
const GIBIBYTE = 2 ** 30;

/** @throws {@link VerifierError} `options_invalid`, which names the option. */
export function readOptions(options: VerifierOptions): ReadOptions {
  const { issuers, audience = [], allowHttp = false, cacheDirectory } = options;
  if (!Array.isArray(issuers) || issuers.length < 1 || issuers.length > MOST_ISSUERS) {
    throw invalid(
      `"issuers" must be a list of 1 to ${MOST_ISSUERS}, each like "https://keys.example.com/acme"`,
    );
  }
  const read = issuers.map((issuer) =>
    readIssuer(typeof issuer === 'string' ? { issuer } : issuer, allowHttp),
  );
  if (new Set(read.map(({ issuer }) => issuer)).size < read.length)
    throw invalid('"issuers" names one twice');
  const audiences = typeof audience === 'string' ? [audience] : audience;
  if (!Array.isArray(audiences) || !audiences.every((one) => typeof one === 'string' && one !== '')) {
    throw invalid('"audience" must be a text or a list of texts');
  }
  if (cacheDirectory !== undefined && (typeof cacheDirectory !== 'string' || cacheDirectory === '')) {
    throw invalid('"cacheDirectory" must be a path');
  }
  return {
    issuers: read,
    audiences,
    maxStaleSeconds: within(options.maxStaleSeconds ?? 300, 'maxStaleSeconds', 1, 86_400),
    cacheDirectory,
    maxSnapshotBytes: within(
      options.maxSnapshotBytes ?? 4 * GIBIBYTE,
      'maxSnapshotBytes',
      0,
      1024 * GIBIBYTE,
    ),
    cachedKeys: within(options.cachedKeys ?? 16_384, 'cachedKeys', 1, 2 ** 22),
    onEvent: options.onEvent ?? (() => {}),
  };
}

function readIssuer({ issuer, feeds, feedKey, reader }: IssuerOptions, allowHttp: boolean): ReadIssuer {
  const workspace = issuerUrl(issuer, 'issuers').pathname.slice(1);
  const addresses = feeds ?? [issuer];
  if (!Array.isArray(addresses) || addresses.length === 0)
    throw invalid('"feeds" must be a list of addresses');
  for (const address of addresses) {
    const url = issuerUrl(address, 'feeds');
    if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname)) {
      throw invalid(
        `the feed of ${url.host} is asked by http:, where whoever sits between can make keys good. Use https:, or set "allowHttp"`,
      );
    }
  }
  if (feedKey !== undefined && !/^[\x21-\x7e]+$/.test(feedKey)) throw invalid('"feedKey" is not a key');
  if (reader !== undefined && !/^[\x21-\x7e]{1,255}$/.test(reader)) throw invalid('"reader" is not an id');
  return { issuer, workspace, addresses, feedKey, reader };
}

/** The one spelling of `<origin>/<workspace>`. */
function issuerUrl(text: string, option: string): URL {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  const right =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    /^\/[A-Za-z0-9_-]+$/.test(url.pathname) &&
    url.href === text &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '';
  if (!right)
    throw invalid(
      `"${option}" needs addresses like "https://keys.example.com/acme", without a slash at the end`,
    );
  return url;
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

function within(value: number, name: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalid(`"${name}" must be a number from ${least} to ${most}`);
}

function invalid(reason: string): VerifierError {
  return new VerifierError('options_invalid', `The verifier cannot start: ${reason}.`);
}
