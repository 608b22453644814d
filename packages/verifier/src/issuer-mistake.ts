import { isSlug } from '@lostwax/core';

const EXAMPLE = 'https://keys.example.com/acme';

/**
 * Says what is wrong with an issuer that is not in its canonical form, and what to write instead. Verifiers
 * and gates refuse such an issuer rather than correct it, because it must equal the `iss` of every key.
 *
 * @returns The rest of a sentence that begins with the text, without a period.
 * @example
 * issuerMistake('https://keys.example.com/acme/');
 * // 'ends with a slash, which no key has. Write https://keys.example.com/acme'
 */
export function issuerMistake(text: string): string {
  const bare = text.replace(/^[\s"'`]+|[\s"'`]+$/g, '');
  const url = URL.parse(bare);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password !== '')
    return `is not an origin and a workspace, such as ${EXAMPLE}`;
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '') return `names no workspace. Add it, as in ${url.origin}/acme`;
  if (!/^\/[A-Za-z0-9_-]+$/.test(path) || url.search + url.hash !== '')
    return `contains more than an origin and a workspace, such as ${EXAMPLE}`;
  if (!isSlug(path.slice(1).toLowerCase()))
    return 'names a workspace that cannot exist: a slug has 1 to 63 characters of a-z, 0-9, - and _, and starts with a letter';
  return `${habit(text, bare)}. Write ${url.origin}${path.toLowerCase()}`;
}

function habit(text: string, bare: string): string {
  if (text !== bare) return 'has quotes or white space around it';
  if (bare.endsWith('/')) return 'ends with a slash, which no key has';
  if (/[A-Z]/.test(bare)) return 'contains capital letters, which no issuer has';
  return 'is not spelled as in the keys';
}
