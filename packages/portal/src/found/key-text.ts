/** A key's text as it stands in logs and code: three parts of base64url, the first of which begins as every key does. */
const wholeKey = /eyJraWQiOi[\w-]{10,}\.[\w-]{10,}\.[\w-]{40,}/;
const firstPart = /eyJraWQiOi[\w-]{10,}/;
/** Prefix, shard, 16 random characters and 6 of the check (spec/token.md §3). */
const keyId = /(?<![\w])[a-z][a-z0-9_]{1,15}_[0-9a-f]{2}_[0-9A-Za-z]{22}(?![\w])/;
const MOST_CHARACTERS = 4_096;

/** The key inside a text, whole; `undefined` where there is none. Read here and sent nowhere. */
export function keyTextIn(text: string): string | undefined {
  const found = wholeKey.exec(text)?.[0];
  return found !== undefined && found.length <= MOST_CHARACTERS ? found : undefined;
}

/**
 * The key id in a text that holds a key, or the beginning of one: what the key's own header says.
 *
 * @returns The key id, which is no secret; an empty text where a key stands but its id cannot be read; `undefined` where there is no key.
 */
export function keyIdIn(text: string): string | undefined {
  const part = firstPart.exec(text)?.[0];
  if (part === undefined) return undefined;
  // A part that was cut off is no whole JSON; four characters are three bytes, whatever follows.
  const whole = part
    .slice(0, part.length - (part.length % 4))
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return keyId.exec(atob(whole))?.[0] ?? '';
}

/** A bare key id in a text. */
export function bareKeyIdIn(text: string): string | undefined {
  return keyId.exec(text)?.[0];
}
