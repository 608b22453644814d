import { mapNow, type Now } from '@lostwax/contract';
import { isScope } from '@lostwax/core';
import { fingerprintOfSocket } from './access-tokens/certificate.ts';
import { type ProvenRequest, proofIn, sentProof } from './access-tokens/sent-proof.ts';
import { type ProblemAnswer, problemAnswer } from './answer.ts';
import { checkWithFetch } from './check-with-fetch.ts';
import type { CheckOptions, CheckResult } from './checker.ts';
import { credentialReader, type KeyPlaces, type SentCredential } from './credential.ts';
import { VerifierError } from './errors.ts';
import { mayBeElsewhere, type Verdict } from './fallback/elsewhere.ts';
import type { Fallback } from './fallback/fallback.ts';
import { settleVerdict } from './fallback/settle.ts';
import type { CheckedKey } from './key.ts';

import type { KeyChecker } from './verifier.ts';

/** What a route requires of a key, and where to look for it. */
export type RequireOptions<Claims = unknown> = Pick<CheckOptions, 'scopes'> &
  KeyPlaces & {
    /**
     * Where clients reach the API, such as `https://api.example.com`. Only with it can the proofs of access tokens
     * that are bound to a key (DPoP, RFC 9449) be checked: without it, such tokens are refused.
     */
    readonly origin?: string;
    /** Asked about keys that are in no set, while you move from another system. Default: none. */
    readonly fallback?: Fallback<Claims>;
  };

/** The key of a request, or the answer to send instead. */
export type Requirement<Claims> =
  | { readonly key: CheckedKey<Claims>; readonly answer?: never }
  | { readonly key?: never; readonly answer: ProblemAnswer };

/**
 * The rule of one route. A key in the request target is pointed out but never accepted. The result is immediate
 * unless the key that signed an access token must be fetched first.
 */
export interface KeyRequirement<Claims> {
  /** Checks the header lines of `node:http`. */
  ofMessage(message: MessageLike): Now<Requirement<Claims>>;
  /** Checks the headers of the Fetch API. */
  ofRequest(request: Pick<Request, 'headers' | 'url' | 'method'>): Now<Requirement<Claims>>;
}

/** The part of `node:http`'s message that is used here. */
export interface MessageLike {
  /** Empty or missing if a message was built from a serverless event. `headers` is read then. */
  readonly rawHeaders?: readonly string[];
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly url?: string | undefined;
  /** With Express: the URL before a router took its own part off. */
  readonly originalUrl?: string | undefined;
  readonly method?: string | undefined;
  /** Of `node:tls`, if the program terminates TLS itself: it has the certificate of the client. */
  readonly socket?: unknown;
}

/**
 * The rule behind every adapter: checks the key of a request.
 *
 * @throws {@link VerifierError} `options_invalid` if a scope is invalid, immediately rather than at the first
 *   request.
 */
export function keyRequirement<Claims>(
  verifier: KeyChecker<Claims>,
  { scopes = [], origin: given, fallback, ...places }: RequireOptions<Claims>,
): KeyRequirement<Claims> {
  if (!Array.isArray(scopes) || !scopes.every(isScope)) {
    throw new VerifierError('options_invalid', '"scopes" must be a list of scopes, such as ["orders:read"].');
  }
  const origin = originOf(given);
  const options: CheckOptions = { scopes: [...scopes] };
  const reader = credentialReader(places);
  const required = (
    sent: SentCredential,
    about: () => Omit<ProvenRequest, 'origin'>,
    socket?: unknown,
  ): Now<Requirement<Claims>> => {
    if (!('credential' in sent)) return { answer: problemAnswer(sent) };
    const own = sent.isDpop ? { ...options, dpop: sentProof({ ...about(), origin }) } : options;
    return mapNow(checkWithFetch(verifier, sent.credential, own), (result) => {
      // Reading a certificate is slow, and few tokens are bound to one.
      const isBound = !result.accepted && result.code === 'certificate_missing';
      const certificateFingerprint = isBound ? fingerprintOfSocket(socket) : undefined;
      if (certificateFingerprint !== undefined)
        return requirementOf(verifier.check(sent.credential, { ...own, certificateFingerprint }));
      if (fallback === undefined || sent.isDpop || !mayBeElsewhere(sent.credential, result))
        return requirementOf(result);
      return fallback.ask(sent).then((verdict) => requirementOfVerdict(verdict, result, scopes));
    });
  };
  return {
    ofMessage(message) {
      const lines = linesOf(message);
      const { method, url, originalUrl = url, socket } = message;
      return required(
        reader.fromLines(lines, url),
        () => ({
          proof: proofIn(lines),
          method,
          target: originalUrl,
        }),
        socket,
      );
    },
    ofRequest({ headers, url, method }) {
      const sent = reader.fromHeaders(headers, url);
      return required(sent, () => ({
        // Several are joined by commas, which no proof contains.
        proof: headers.get('dpop'),
        method,
        target: URL.parse(url)?.pathname,
      }));
    },
  };
}

/** @throws {@link VerifierError} `options_invalid`. */
function originOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = typeof given === 'string' ? URL.parse(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
    throw new VerifierError(
      'options_invalid',
      '"origin" must be an origin, such as "https://api.example.com".',
    );
  return url.origin;
}

function requirementOfVerdict<Claims>(
  verdict: Verdict<Claims>,
  result: CheckResult<Claims>,
  scopes: readonly string[],
): Requirement<Claims> {
  if (verdict === 'refused') return requirementOf(result);
  const settled = settleVerdict(verdict, scopes);
  return 'code' in settled ? { answer: problemAnswer(settled) } : { key: settled };
}

function requirementOf<Claims>(result: CheckResult<Claims>): Requirement<Claims> {
  return result.accepted ? { key: result.key } : { answer: problemAnswer(result) };
}

/** Adapters for serverless platforms (`serverless-http`) fill in `headers` only, sometimes with numbers. */
function linesOf({ rawHeaders = [], headers = {} }: MessageLike): readonly string[] {
  if (rawHeaders.length > 0) return rawHeaders;
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [name, String(one)]),
  );
}
