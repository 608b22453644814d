import { containsKey } from '@lostwax/core';
import { looksLikeKey } from './diagnose.ts';
import { VerifierError } from './errors.ts';
import { isQueryName, queryValues, targetHeaders } from './query-key.ts';
import { type Refusal, refusal } from './refusals.ts';
import { isUnhashedPrefix } from './unhashed-prefix.ts';

/** The key of a request, without its scheme, and the header it came in. */
export interface SentKey {
  readonly credential: string;
  /** In lower case; `?` and the parameter's name for a key in the query. */
  readonly header: string;
  /** Sent as `Authorization: DPoP`: an access token whose proof is in the header `DPoP`. */
  readonly isDpop?: true;
  /** What came before `credential` in the key, of {@link KeyPlaces.unhashedPrefixes}. */
  readonly prefix?: string;
  /** What followed `Authorization: Basic`, if the key was sent that way. */
  readonly basic?: string;
}

/** The key of a request, or why there is none. */
export type SentCredential = SentKey | Refusal;

/** Where to look for keys. */
export interface KeyPlaces {
  /**
   * Names of the headers that may hold the key. `authorization` holds it after `Bearer`. Default:
   * `authorization` and `x-api-key`.
   */
  readonly keyHeaders?: readonly string[];
  /** Also accepts the key as user name or password of `Authorization: Basic`. Default: false. */
  readonly basic?: boolean;
  /**
   * Also accepts the key as this parameter of the query, for callers of an older system. URLs end up in logs, so
   * use it only until they have moved. Default: none.
   */
  readonly keyQuery?: string;
  /**
   * Prefixes of imported keys, such as `sk_live_`, that their hashes don't cover. A key that begins with one is
   * checked without it, so the rest alone is accepted too. Default: none.
   */
  readonly unhashedPrefixes?: readonly string[];
}

/** The part of the Fetch API's `Headers` that is used here, or a map with names in lower case. */
export interface SomeHeaders {
  get(name: string): string | null | undefined;
  values(): Iterable<string>;
}

/** Finds the key of a request. */
export interface CredentialReader {
  /** The headers that may hold the key, in lower case. */
  readonly keyHeaders: readonly string[];
  /** The query parameter that may hold the key. */
  readonly keyQuery: string | undefined;
  /**
   * Reads header lines as received. Node joins or drops repeated headers, and a gateway in front may use
   * another one than this program, so a request with two keys is refused.
   *
   * @param lines - Names and values in turn, as in `IncomingMessage.rawHeaders`.
   * @param target - The request target. It is used only to point out a key in the URL, never to accept one.
   * @returns The text to check, or a refusal: `key_missing`, `key_misplaced`, `scheme_missing`,
   *   `scheme_unknown`, `scheme_doubled`, `key_repeated`.
   */
  fromLines(lines: readonly string[], target?: string): SentCredential;
  /**
   * The same for when the raw lines are not available. Repeated headers must be joined by commas (RFC 9110
   * §5.3).
   */
  fromHeaders(headers: SomeHeaders, target?: string): SentCredential;
}

const usualHeaders = ['authorization', 'x-api-key'];
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]{1,63}$/;
const bearerScheme = /^bearer +/i;
const dpopScheme = /^dpop +(?=\S)/i;
const basicScheme = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i;

/**
 * Returns a reader that finds the key of a request.
 *
 * @throws {@link VerifierError} `options_invalid` if a header name is invalid or repeated, or the list is
 *   empty.
 * @example
 * const reader = credentialReader({ keyHeaders: ['x-acme-key'] });
 * const sent = reader.fromLines(req.rawHeaders);
 */
export function credentialReader({
  keyHeaders,
  basic = false,
  keyQuery,
  unhashedPrefixes = [],
}: KeyPlaces = {}): CredentialReader {
  const withoutPrefix = prefixRemover(unhashedPrefixes);
  const named = readNames(keyHeaders);
  if (typeof basic !== 'boolean') throw invalid('"basic" must be true or false');
  if (keyQuery !== undefined && !isQueryName(keyQuery))
    throw invalid('"keyQuery" must be the name of a query parameter, such as "api_key"');
  const schemes = { bearer: named.includes('authorization'), basic };
  const names = basic && !schemes.bearer ? [...named, 'authorization'] : named;
  const places = placesText(named, basic, keyQuery);
  const missing: Refusal = Object.freeze({
    ...refusal('key_missing'),
    detail: `The request has no key. Send one as ${places}.`,
  });
  const misplaced: Refusal = Object.freeze({
    ...refusal('key_misplaced'),
    detail: `The request seems to have a key in the query, a cookie or another header, where keys are not read. Send it as ${places}. URLs end up in logs: if the key was in one, rotate it.`,
  });
  // Few other headers have names of these lengths, so one lookup skips nearly all of them.
  const lengths = new Uint8Array(64);
  for (const name of names) lengths[name.length] = 1;

  function choose(values: readonly (string | null | undefined)[]): SentCredential | undefined {
    let key: SentCredential | undefined;
    let mistake: Refusal | undefined;
    for (let at = 0; at < names.length; at++) {
      const value = values[at];
      if (!value) continue;
      const header = names[at] as string;
      const sent = header === 'authorization' ? inAuthorization(value, schemes) : keyIn(value, header);
      if (sent === undefined) continue;
      if ('credential' in sent || sent.code === 'key_repeated') {
        if (key !== undefined) return refusal('key_repeated');
        key = sent;
      } else mistake ??= sent;
    }
    return key ?? mistake;
  }

  /** Adds the key of the query to what the headers said. */
  function withQuery(sent: SentCredential | undefined, targets: readonly (string | undefined)[]) {
    if (keyQuery === undefined) return sent;
    const found = queryValues(targets, keyQuery);
    const [credential] = found;
    if (credential === undefined) return sent;
    const repeated =
      found.size > 1 || (sent !== undefined && ('credential' in sent || sent.code === 'key_repeated'));
    return repeated ? refusal('key_repeated') : keyIn(credential, `?${keyQuery}`);
  }

  return {
    keyHeaders: names,
    keyQuery,
    fromLines(lines, target) {
      const values: (string | undefined)[] = [];
      const targets = [target];
      for (let at = 0; at < lines.length; at += 2) {
        const name = lines[at] as string;
        if (keyQuery !== undefined && targetHeaders.has(name.toLowerCase())) targets.push(lines[at + 1]);
        if (lengths[name.length] !== 1) continue;
        const place = names.indexOf(name.toLowerCase());
        if (place < 0) continue;
        if (values[place] !== undefined) return refusal('key_repeated');
        values[place] = lines[at + 1];
      }
      const isKeyLine = (text: string, at: number): boolean => at % 2 === 1 && containsKey(text);
      const sent = withQuery(choose(values), targets);
      if (sent !== undefined) return withoutPrefix(sent);
      return containsKey(target ?? '') || lines.some(isKeyLine) ? misplaced : missing;
    },
    fromHeaders(headers, target) {
      const forwarded = keyQuery === undefined ? [] : [...targetHeaders];
      const targets = [target, ...forwarded.map((name) => headers.get(name) ?? undefined)];
      const sent = withQuery(choose(names.map((name) => headers.get(name))), targets);
      if (sent !== undefined) return withoutPrefix(sent);
      const all = [target ?? '', ...headers.values()];
      return all.some(containsKey) ? misplaced : missing;
    },
  };
}

/** Returns what takes the first prefix that matches off a key. */
function prefixRemover(prefixes: readonly string[]): (sent: SentCredential) => SentCredential {
  if (!Array.isArray(prefixes) || !prefixes.every(isUnhashedPrefix))
    throw invalid(
      '"unhashedPrefixes" must be a list of prefixes such as "sk_live_", none of which a key of Lostwax has',
    );
  if (prefixes.length === 0) return (sent) => sent;
  return (sent) => {
    if (!('credential' in sent) || sent.isDpop) return sent;
    const { credential } = sent;
    const prefix = prefixes.find((one) => credential.startsWith(one) && credential.length > one.length);
    return prefix === undefined ? sent : { ...sent, credential: credential.slice(prefix.length), prefix };
  };
}

/** Which schemes of `Authorization` may hold a key. */
interface Schemes {
  readonly bearer: boolean;
  readonly basic: boolean;
}

function readNames(given: readonly string[] | undefined): readonly string[] {
  const names = given === undefined ? usualHeaders : given;
  const right =
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && headerName.test(name.toLowerCase()));
  if (!right) throw invalid('"keyHeaders" must be a list of names of headers, such as ["x-api-key"]');
  const lower = names.map((name) => name.toLowerCase());
  if (new Set(lower).size < lower.length) throw invalid('"keyHeaders" names a header twice');
  return lower;
}

function invalid(reason: string): VerifierError {
  return new VerifierError('options_invalid', `Keys cannot be read: ${reason}.`);
}

function placesText(names: readonly string[], basic: boolean, keyQuery: string | undefined): string {
  const texts = names.map((name) =>
    name === 'authorization' ? '"Authorization: Bearer <key>"' : `"${capitalised(name)}: <key>"`,
  );
  if (keyQuery !== undefined) texts.push(`"?${keyQuery}=<key>"`);
  if (basic) texts.push('as the user name of "Authorization: Basic"');
  return texts.join(' or ');
}

const capitalised = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

/** Undefined if the header holds no key and no mistake. */
function inAuthorization(value: string, { bearer, basic }: Schemes): SentCredential | undefined {
  const start = bearer ? schemeEnd(value) : 0;
  if (start > 0) return keyIn(value.slice(start), 'authorization');
  const dpop = bearer ? (dpopScheme.exec(value)?.[0].length ?? 0) : 0;
  if (dpop > 0) return boundIn(value.slice(dpop));
  const encoded = basic ? basicScheme.exec(value)?.[1] : undefined;
  if (encoded !== undefined) return inBasic(encoded);
  if (!bearer || /^bearer$/i.test(value)) return undefined;
  // No space means no scheme: the value is the key itself.
  return refusal(/^(?!bearer:)\S+$/i.test(value) ? 'scheme_missing' : 'scheme_unknown');
}

function boundIn(token: string): SentCredential {
  const sent = keyIn(token, 'authorization');
  return 'credential' in sent ? { ...sent, isDpop: true } : sent;
}

/** RFC 7617. SDKs send the key as the user name, or as the password of a fixed user name. */
function inBasic(encoded: string): SentCredential {
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('latin1').split(':');
  const password = rest.join(':');
  const isUser = looksLikeKey(user);
  if (isUser && looksLikeKey(password)) return refusal('key_repeated');
  const credential = isUser || password === '' ? user : password;
  if (credential === '') return refusal('key_missing');
  const sent = keyIn(credential, 'authorization');
  return 'credential' in sent ? { ...sent, basic: encoded } : sent;
}

function keyIn(credential: string, header: string): SentCredential {
  // No key contains a comma, so these are several headers joined.
  if (credential.includes(',')) return refusal('key_repeated');
  const first = credential.charCodeAt(0) | 0x20;
  if (first === 0x62 && /^bearer[\s:]/i.test(credential)) return refusal('scheme_doubled');
  return { credential, header };
}

/** Returns where the key begins after `Bearer `, in any case (RFC 9110 §11.1), or 0 for another scheme. */
function schemeEnd(authorization: string): number {
  if (authorization.startsWith('Bearer ') && authorization.charCodeAt(7) !== 0x20) return 7;
  return bearerScheme.exec(authorization)?.[0].length ?? 0;
}
