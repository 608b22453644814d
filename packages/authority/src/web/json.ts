import { duplicateMember, type JsonValue } from '@lostwax/core';
import { AuthorityError } from '../errors.ts';
import { pointerOf } from './problems.ts';
import { holdsToken } from './token-text.ts';

/** Maximum nesting depth of objects and lists in a body, the body being the first level. */
const MOST_DEPTH = 16;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses a body as JSON that every later part can store and write back unchanged.
 *
 * @throws {@link AuthorityError} `invalid_json` if it isn't UTF-8 or JSON; `invalid_request` with a
 * pointer for a duplicate member, `__proto__`, NUL, lone surrogates, text that contains a key,
 * numbers that would not survive a round trip, and more than 16 levels.
 */
export function parseJson(bytes: Uint8Array): JsonValue {
  const { text, value } = parse(bytes);
  refuseUnsafe(value, []);
  refuseDuplicates(text, value);
  return value;
}

function refuseDuplicates(text: string, value: JsonValue): void {
  // What is written back the same has no second member. This takes a fraction of the time.
  if (JSON.stringify(value) === text) return;
  const duplicate = duplicateMember(text);
  if (duplicate === undefined) return;
  throw refused(
    duplicate,
    'The same member appears twice in one object. Programs differ in which one they use, so send it once.',
  );
}

function parse(bytes: Uint8Array): { readonly text: string; readonly value: JsonValue } {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new AuthorityError('invalid_json', 'The body is not UTF-8. Send JSON in UTF-8 (RFC 8259 §8.1).');
  }
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    // The parser's own message quotes the body, which may hold a token.
    const [, position] = /position (\d+)/.exec(String(error)) ?? [];
    const where = position === undefined ? '' : ` The error is at character ${position}.`;
    throw new AuthorityError(
      'invalid_json',
      `The body is not JSON.${where} Check quotes, commas and brackets (RFC 8259).`,
    );
  }
}

/** @param path - Where the value is. The same list for every value, so that a sound body costs no copies. */
function refuseUnsafe(value: JsonValue, path: PropertyKey[]): void {
  if (typeof value === 'string') refuseText(value, path);
  else if (typeof value === 'number') refuseNumber(value, path);
  else if (typeof value === 'object' && value !== null) refuseMembers(value, path);
}

function refuseMembers(
  value: Exclude<JsonValue, string | number | boolean | null>,
  path: PropertyKey[],
): void {
  // Checked before descending, so that ten thousand brackets use no stack.
  if (path.length >= MOST_DEPTH)
    throw refused(path, `The body is nested more than ${MOST_DEPTH} levels deep. Reduce the nesting.`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      refuseUnsafe(item, path);
      path.pop();
    }
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    path.push(name);
    // It would change the prototype of any object that an unwary reader copies the claims into.
    if (name === '__proto__')
      throw refused(path, '"__proto__" is not allowed as a field name. Choose another name.');
    refuseText(name, path);
    refuseUnsafe(member, path);
    path.pop();
  }
}

function refuseText(text: string, path: readonly PropertyKey[]): void {
  if (text.includes('\0'))
    throw refused(path, 'A string contains a NUL character, which is not allowed. Remove it.');
  if (!text.isWellFormed())
    throw refused(path, 'A string contains half a character (a lone surrogate). Remove it.');
  // No body needs a key: keys are sent as Bearer, and what is stored is read by many (design:
  // tokens are never stored).
  if (holdsToken(text))
    throw refused(
      path,
      'A string contains a key, and keys are never stored. Remove it, and revoke the key if others may have read it.',
    );
}

function refuseNumber(value: number, path: readonly PropertyKey[]): void {
  // 1e999 would be written as null, 9007199254740993 as another number: a token must contain
  // exactly what was requested.
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return;
  throw refused(path, 'A number is too large to be stored exactly. Send it as a string.');
}

const refused = (path: readonly PropertyKey[], message: string): AuthorityError =>
  new AuthorityError('invalid_request', message, { pointer: pointerOf(path) });
