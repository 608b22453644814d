import { isPrivateUrl, parseIssuer } from '@lostwax/contract';
import { VerifierError } from '../errors.ts';
import type { Verifier } from '../verifier.ts';
import type { Authority } from './known.ts';

/** One workspace that is asked first, so that a key that was revoked there is never accepted elsewhere. */
export interface FallbackIssuer {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  /** An administrator key with `feed:read`. */
  readonly feedKey: string;
  /** Origin of the authority's API. Default: the issuer's. */
  readonly url?: string;
}

/** Options of `createFallback`. */
export interface FallbackOptions<Claims> {
  /** Its keys come first. Its positions tell when an answer that was kept may be out of date. */
  readonly verifier: Pick<Verifier<Claims>, 'status'>;
  /** All issuers of the verifier. */
  readonly issuers: readonly FallbackIssuer[];
  /**
   * The other system's check, asked with GET and the key as it was received. 2xx accepts the key, 401 and 403 refuse
   * it. `https:`, or `http:` on this machine or a private network, because it receives keys.
   */
  readonly url: string;
  /** The header of its answer that names the customer: 1 to 255 visible ASCII characters. */
  readonly subjectHeader: string;
  /** What `key.claims` is for keys that the other system accepts. Default: `{}`. */
  readonly claims?: Claims;
  /** Also allows `http:` to other machines. Default: false. */
  readonly allowHttp?: boolean;
  /** Called whenever the caller gets 503 because there was no usable answer. Default: writes it to stderr. */
  readonly onFailure?: (error: Error) => void;
  /**
   * Makes the requests. Default: the global `fetch`.
   *
   * @param parent - What `ask` was given.
   */
  readonly fetch?: (url: string, init: RequestInit, parent: string | undefined) => Promise<Response>;
}

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,63}$/;

/** Whether it is a URL to which customers' keys may be sent. */
export function isFallbackUrl(text: string, allowHttp: boolean): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && (allowHttp || isPrivateUrl(url)))) &&
    url.username === '' &&
    url.password === ''
  );
}

export function isHeaderName(text: unknown): text is string {
  return typeof text === 'string' && headerName.test(text);
}

/** @throws {@link VerifierError} `options_invalid`, which names the option. */
export function readAuthorities({
  issuers,
  url,
  subjectHeader,
  allowHttp = false,
}: FallbackOptions<unknown>): readonly Authority[] {
  if (!isFallbackUrl(url, allowHttp))
    throw invalid('"url" must be an https: URL, or an http: URL on this machine, because it receives keys');
  if (!isHeaderName(subjectHeader)) throw invalid('"subjectHeader" must be the name of a header');
  if (!Array.isArray(issuers) || issuers.length === 0)
    throw invalid('"issuers" must list all issuers of the verifier');
  return issuers.map((one: FallbackIssuer) => {
    const issuer = parseIssuer(one.issuer);
    if (issuer === undefined)
      throw invalid('"issuers" must have an issuer like "https://keys.example.com/acme"');
    if (typeof one.feedKey !== 'string' || one.feedKey === '')
      throw invalid(`${one.issuer} needs "feedKey": the authority is asked first whether it knows a key`);
    return { workspace: issuer.workspace, url: one.url ?? issuer.origin, feedKey: one.feedKey };
  });
}

function invalid(reason: string): VerifierError {
  return new VerifierError('options_invalid', `The second check cannot be used: ${reason}.`);
}
