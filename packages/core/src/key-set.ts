import { KeyError } from './errors.ts';
import { parseCanonicalObject } from './json.ts';
import { type PublicJwk, parsePublicJwk } from './jwk.ts';
import { isSentinelKeyId } from './key-id.ts';

/**
 * Puts a document of a key set together (spec/key-set.md §2).
 *
 * @param entries - JWKs as `renderJwk` writes them, joined by commas; may be empty.
 * @param sentinel - The workspace's sentinel as `renderJwk` writes it. It ends every document, so that none is ever empty.
 */
export function keySetText(entries: string, sentinel: string): string {
  return `{"keys":[${entries}${entries === '' ? '' : ','}${sentinel}]}`;
}

/** A document of a key set, read. */
export interface KeySet {
  /** Newest first within a shard. */
  readonly keys: readonly PublicJwk[];
  readonly sentinel: PublicJwk;
}

/**
 * Reads a document of a key set strictly, every key checked.
 *
 * @throws {@link KeyError} `key_set_malformed` for spaces, members twice, a missing sentinel, a key id twice; `public_half_invalid`
 *   for a key that must not be used.
 */
export function parseKeySet(text: string): KeySet {
  const entries = parseCanonicalObject(text)?.['keys'];
  if (!Array.isArray(entries)) throw malformed('it is not JSON with one list "keys" in canonical form');
  const keys = entries.map(parsePublicJwk);
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw malformed('it contains a key ID twice');
  const sentinel = keys.pop();
  if (sentinel === undefined || !isSentinelKeyId(sentinel.kid))
    throw malformed('it does not end with the sentinel');
  if (keys.some(({ kid }) => isSentinelKeyId(kid))) throw malformed('it contains a second sentinel');
  return { keys, sentinel };
}

function malformed(reason: string): KeyError {
  return new KeyError('key_set_malformed', `This is not a Lostwax key set: ${reason}. Fetch it again.`);
}
