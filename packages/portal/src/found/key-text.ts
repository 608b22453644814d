import { endingOf, isKeyIdPrefix } from '@lostwax/core/names';

/** A key as it appears in logs and code: three base64url parts, the first of which starts the same way in every key. */
const wholeKey = /eyJraWQiOi[\w-]{10,}\.[\w-]{10,}\.[\w-]{40,}/;
/** An opaque key (spec/opaque-key.md §1). Its checksum isn't verified here: the authority knows its keys. */
const opaqueKey = /(?<![A-Za-z0-9])[a-z][a-z0-9_]{1,15}_[0-9A-Za-z]{49}(?![0-9A-Za-z])/;
const firstPart = /eyJraWQiOi[\w-]{10,}/;
const secondPart = /eyJraWQiOi[\w-]{10,}\.([\w-]{10,})/;
/** Prefix, shard, 16 random characters and a 6-character checksum (spec/token.md §3). */
const keyIds = /(?<!\w)([a-z][a-z0-9_]*)_[0-9a-f]{2}_[0-9A-Za-z]{22}(?!\w)/g;
const MOST_CHARACTERS = 4_096;

/** The complete key in a text; `undefined` if there is none. It is only read here and never sent. */
export function keyTextIn(text: string): string | undefined {
  const found = wholeKey.exec(text)?.[0] ?? opaqueKey.exec(text)?.[0];
  return found !== undefined && found.length <= MOST_CHARACTERS ? found : undefined;
}

/**
 * The key ID in a text that contains a key or the beginning of one: the `jti` or, if that is cut off, the ID in the header. Only
 * a shared-key token's header has something else: the ID of the key that signed it.
 *
 * @returns The key ID, which isn't secret; an empty string if there is a key but its ID can't be read; `undefined` if there is no
 *   key.
 */
export function keyIdIn(text: string): string | undefined {
  const part = firstPart.exec(text)?.[0];
  if (part === undefined) return undefined;
  const [, said] = /"jti":"(\w+)"/.exec(decoded(secondPart.exec(text)?.[1] ?? '')) ?? [];
  return bareKeyIdIn(said ?? '') ?? bareKeyIdIn(decoded(part)) ?? '';
}

/** Decodes base64url into one character per byte. */
function decoded(part: string): string {
  // A truncated part isn't complete JSON, but every four characters decode to three bytes, whatever follows.
  const whole = part
    .slice(0, part.length - (part.length % 4))
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return atob(whole);
}

/** The last six characters of an opaque key in a text, since the key doesn't contain its key ID. They aren't secret. */
export function opaqueEndingIn(text: string): string | undefined {
  const [key] = opaqueKey.exec(text) ?? [];
  return key && endingOf(key);
}

/** What to search for when this text is pasted: for a key, its ID or ending, so that no key gets into a URL. */
export function searchFor(text: string): string {
  return keyIdIn(text) ?? opaqueEndingIn(text) ?? text.trim();
}

/** The first key ID in a text. */
export function bareKeyIdIn(text: string): string | undefined {
  for (const [found, prefix] of text.matchAll(keyIds)) if (isKeyIdPrefix(prefix)) return found;
  return undefined;
}
