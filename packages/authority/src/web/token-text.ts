import { isKeyId, opaqueKeysIn } from '@lostwax/core';

/** base64url of `{"kid":"`, which begins every key (spec/token.md §2), as far as it does not hang on what follows. */
const BEGINNING = 'eyJraWQiOi';
/** A header has at most 108 characters: the longest prefix makes a key id of 42. */
const firstPart = /^([\w-]{40,128})\./;
const embedded = /lwx_session_ses_[\w-]{16}\.[\w-]{43}/;

/** White space, and what copying from a page may bring that nobody sees: soft hyphens, and spaces and joiners without a width. */
const unseen = /[\s\u00ad\u200b-\u200f\u2060]+/g;

/**
 * Whether a key, or the token of an embedded session, appears anywhere in a text: whole, or cut off after its first part. Line breaks,
 * spaces and characters without a width inside do not hide it.
 */
export function holdsToken(text: string): boolean {
  if (text.length < BEGINNING.length) return false;
  const joined = text.replace(unseen, '');
  for (let at = joined.indexOf(BEGINNING); at !== -1; at = joined.indexOf(BEGINNING, at + 1)) {
    const [, header = ''] = firstPart.exec(joined.slice(at, at + 130)) ?? [];
    const [, keyId = ''] =
      /^\{"kid":"([^"]+)"/.exec(Buffer.from(header, 'base64url').toString('latin1')) ?? [];
    if (isKeyId(keyId)) return true;
  }
  return embedded.test(joined) || opaqueKeysIn(joined).length > 0;
}
