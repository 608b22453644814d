import { randomBytes } from 'node:crypto';
import { CHECK_CHARACTERS, checkOf, randomBase62 } from './base62.ts';
import { assertKeyIdPrefix } from './key-id.ts';
import { isKeyIdPrefix } from './names.ts';

const SECRET_CHARACTERS = 43;
/** Bytes that are drawn at once: of 64, fewer than 43 are usable less than once in a billion times. */
const DRAWN_BYTES = 64;

/** What precedes the text in the check of a client secret. */
const SECRET_SALT = 'oauth-client:';

const TAIL_CHARACTERS = SECRET_CHARACTERS + CHECK_CHARACTERS;

/** With fewer characters of the check, a match proves little. */
const PROVING_CHARACTERS = 3;

/** Also in another case, and without its end: then it was copied badly. */
const form = /^([a-z][a-z0-9_]{1,15})_([0-9a-z]{12,49})$/i;
const MOST_PREFIX = 16;
/** Without some of the check, or all of it, the secret characters are still there. */
const tailInText = /_([0-9A-Za-z]{43,})/g;

/**
 * Makes an opaque key: `<prefix>_<43 random base62 characters><check>`, 256 random bits (spec/opaque-key.md §1).
 *
 * @param prefix - The key ID prefix of the workspace.
 * @returns 52 to 66 characters.
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function makeOpaqueKey(prefix: string): string {
  return make(prefix, '');
}

/**
 * Makes the secret of an OAuth client. It has the form of an opaque key, but another check, so that sending it in place of an access
 * token is recognized without a lookup (spec/oauth.md §2).
 *
 * @param prefix - The key ID prefix of the workspace.
 * @returns 52 to 66 characters.
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function makeClientSecret(prefix: string): string {
  return make(prefix, SECRET_SALT);
}

function make(prefix: string, salt: string): string {
  assertKeyIdPrefix(prefix);
  const bytes = randomBytes(DRAWN_BYTES);
  let at = 0;
  const nextByte = (): number => (at < DRAWN_BYTES ? bytes.readUInt8(at++) : randomBytes(1).readUInt8());
  const body = `${prefix}_${randomBase62(SECRET_CHARACTERS, nextByte)}`;
  bytes.fill(0);
  return body + checkOf(salt + body);
}

/**
 * Whether a text is a whole opaque key, its check included. One in 56 billion mistyped keys passes.
 *
 * @example
 * isOpaqueKey('acme_live_4fzZ…'); // false: the end is missing
 */
export function isOpaqueKey(text: string): boolean {
  return readOpaqueKey(text) === 'whole';
}

/**
 * What a text is when read as an opaque key, without a look-up: `whole`; `client_secret`, where it is the whole secret of an OAuth client;
 * `mistyped`, where the check is wrong; `truncated`, where the end is missing. Undefined where it doesn't look like one.
 */
export function readOpaqueKey(
  text: string,
): 'whole' | 'client_secret' | 'mistyped' | 'truncated' | undefined {
  const [, prefix, tail] = form.exec(text) ?? [];
  if (prefix === undefined || tail === undefined || !isKeyIdPrefix(prefix.toLowerCase())) return undefined;
  if (tail.length < TAIL_CHARACTERS) return 'truncated';
  if (!isKeyIdPrefix(prefix)) return 'mistyped';
  const [body, check] = [text.slice(0, -CHECK_CHARACTERS), text.slice(-CHECK_CHARACTERS)];
  if (checkOf(body) === check) return 'whole';
  return checkOf(SECRET_SALT + body) === check ? 'client_secret' : 'mistyped';
}

/**
 * The opaque keys and client secrets in a longer text, such as a log line: whole, or without some of the check. The check is a checksum of
 * what precedes it, so whoever has the 43 secret characters has the key. With one character of the check or more, a match is proved by it;
 * with fewer than three, it must also stand alone as a word.
 *
 * @returns Where each begins and ends.
 */
export function opaqueKeysIn(text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { index, 1: run = '' } of text.matchAll(tailInText)) {
    const tail = run.slice(0, TAIL_CHARACTERS);
    // Letters before a prefix could belong to it, so each length is tried.
    for (let start = index - 2; start >= Math.max(0, index - MOST_PREFIX); start--) {
      if (!isKeyIdPrefix(text.slice(start, index))) continue;
      const body = text.slice(start, index + 1 + SECRET_CHARACTERS);
      const check = tail.slice(SECRET_CHARACTERS);
      if (!checkOf(body).startsWith(check) && !checkOf(SECRET_SALT + body).startsWith(check)) continue;
      // A signature in base64url would match by chance.
      if (check.length < PROVING_CHARACTERS && !isWord(text, start, index + 1 + run.length)) continue;
      found.push({ start, end: index + 1 + tail.length });
      break;
    }
  }
  return found;
}

function isWord(text: string, start: number, end: number): boolean {
  return !/[\w-]/.test(text.charAt(start - 1)) && !/[\w-]/.test(text.charAt(end));
}
