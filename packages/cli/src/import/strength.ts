/** Keys below this can be guessed from their hash with enough effort. */
export const STRONG_BITS = 128;

const alphabets: readonly (readonly [form: RegExp, characters: number])[] = [
  [/^[0-9]*$/, 10],
  [/^(?:[0-9a-f-]*|[0-9A-F-]*)$/, 16],
  [/^(?:[0-9a-z]*|[0-9A-Z]*)$/, 36],
  [/^[0-9A-Za-z]*$/, 62],
];

/** Such as `sk_live_`. */
const prefix = /^(?:[a-z]{1,12}_){1,3}/i;

/**
 * Estimates from above how many random bits a key has: as if each character of its secret part had been drawn from
 * the smallest usual alphabet that contains them all. Repetition counts against it. A prefix such as `sk_live_`
 * doesn't count.
 *
 * @param key - Visible ASCII.
 */
export function bitsOf(key: string): number {
  const secret = key.replace(prefix, '') || key;
  const drawn = secret.replaceAll('-', '').length;
  const [, characters] = alphabets.find(([form]) => form.test(secret)) ?? [undefined, 94];
  const distinct = distinctIn(secret);
  // Of 16 characters, 32 random ones have about 14; far fewer mean that the text isn't random.
  const used = distinct * 2 < Math.min(characters, drawn) ? distinct : characters;
  return drawn * Math.log2(used);
}

/** How many different characters an ASCII text has. A set of its characters would take most of the time of a row. */
function distinctIn(text: string): number {
  const seen = new Uint8Array(128);
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at) & 127;
    if (seen[code] === 0) count += 1;
    seen[code] = 1;
  }
  return count;
}
