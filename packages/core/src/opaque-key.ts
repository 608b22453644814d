import { randomBytes } from 'node:crypto';
import { CHECK_CHARACTERS, checkOf, randomBase62 } from './base62.ts';
import { assertKeyIdPrefix } from './key-id.ts';
import { isKeyIdPrefix } from './names.ts';

const SECRET_CHARACTERS = 43;
/** Random bytes drawn at once. Fewer than 43 of 64 are usable less than once in a billion times. */
const DRAWN_BYTES = 64;

/** Prepended when computing the checksum of a client secret. */
const SECRET_SALT = 'oauth-client:';

const TAIL_CHARACTERS = SECRET_CHARACTERS + CHECK_CHARACTERS;

/** A match on fewer characters of the checksum proves little. */
const PROVING_CHARACTERS = 3;

/** Also matches keys in another case or without their end: copying errors. */
const form = /^([a-z][a-z0-9_]{1,15})_([0-9a-z]{12,49})$/i;
const MOST_PREFIX = 16;
/** Also matches if the checksum is cut off: all secret characters are still there. */
const tailInText = /_([0-9A-Za-z]{43,})/g;

/**
 * Creates an opaque key: `<prefix>_<43 random base62 characters><checksum>`, 256 random bits (spec/opaque-key.md §1).
 *
 * @param prefix - The key ID prefix of the workspace.
 * @returns 52 to 66 characters.
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function makeOpaqueKey(prefix: string): string {
  return make(prefix, '');
}

/**
 * Creates the secret of an OAuth client. It looks like an opaque key but has a different checksum, so sending it
 * instead of an access token is recognized without a lookup (spec/oauth.md §2).
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
 * Reports whether a text is a complete opaque key with the right checksum. One in 56 billion mistyped keys passes.
 *
 * @example
 * isOpaqueKey('acme_live_4fzZ…'); // false: the end is missing
 */
export function isOpaqueKey(text: string): boolean {
  return readOpaqueKey(text) === 'whole';
}

/** @param key - An opaque key or a client secret. */
export function opaqueKeyPrefix(key: string): string {
  return key.slice(0, key.lastIndexOf('_'));
}

/**
 * Classifies a text as an opaque key, without a lookup.
 *
 * @returns `whole`; `client_secret` for the complete secret of an OAuth client; `mistyped` if the checksum is
 *   wrong; `truncated` if the end is missing. Undefined if the text doesn't look like an opaque key.
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
 * Finds opaque keys and client secrets in a longer text, such as a log line: complete, or with the checksum cut off
 * in part or in full. The checksum follows from the rest, so anyone with the 43 secret characters has the key. What
 * is left of the checksum must match, and with fewer than three characters of it, the key must also stand alone as
 * a word.
 *
 * @returns The start and end of each.
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
