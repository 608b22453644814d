import { isKeyId, opaqueKeysIn, TOKEN_BEGIN } from '@lostwax/core';

/** A header has at most 108 characters: the longest prefix makes a key ID of 42. */
const firstPart = /^([\w-]{40,128})\./;
const embedded = /lwx_session_ses_[\w-]{16}\.[\w-]{43}/;

/**
 * Invisible characters that copying from a page can add, such as soft hyphens and directional
 * marks.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu;
/** An underscore as URLs and Markdown escape it. */
const escapedUnderscore = /%5f|\\_/gi;
/** The shortest that is found: the first part of a signed key, and its dot. */
const LEAST_CHARACTERS = 41;
/** The shortest that has no dot: an opaque key whose checksum is cut off. */
const LEAST_WITHOUT_DOT = 46;
/** Long enough to be a key in the base64 of a Basic header. */
const base64Run = /[A-Za-z0-9+/_-]{60,}/g;

/**
 * Reports whether a string contains a key, or the token of an embedded session: whole, or cut off
 * after its first part. Line breaks, spaces and zero-width characters inside don't hide it.
 */
export function holdsToken(text: string): boolean {
  if (text.length < LEAST_CHARACTERS) return false;
  if (text.length < LEAST_WITHOUT_DOT && !text.includes('.')) return false;
  const seen = text.replace(invisible, '').replace(escapedUnderscore, '_');
  // A space either ends a truncated key, or was added to a key by a line break.
  const joined = seen.replace(/\s+/g, '');
  if (holdsPlain(seen) || (joined !== seen && holdsPlain(joined))) return true;
  // A Basic header pasted whole contains a key that anyone can decode.
  return (joined.match(base64Run) ?? []).some((run) =>
    holdsPlain(Buffer.from(run, 'base64').toString('latin1')),
  );
}

function holdsPlain(joined: string): boolean {
  for (let at = joined.indexOf(TOKEN_BEGIN); at !== -1; at = joined.indexOf(TOKEN_BEGIN, at + 1)) {
    const [, header = ''] = firstPart.exec(joined.slice(at, at + 130)) ?? [];
    const [, keyId = ''] =
      /^\{"kid":"([^"]+)"/.exec(Buffer.from(header, 'base64url').toString('latin1')) ?? [];
    if (isKeyId(keyId)) return true;
  }
  return embedded.test(joined) || opaqueKeysIn(joined).length > 0;
}
