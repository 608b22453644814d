import { KeyError } from './errors.ts';
import { assertKeyIdPrefix, shards } from './key-id.ts';

/**
 * The first characters of every token of a workspace; leak scanners find its keys by them
 * (spec/token.md §5).
 *
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function workspaceHeaderPrefix(prefix: string): string {
  assertKeyIdPrefix(prefix);
  return encodedStart(`{"kid":"${prefix}_`);
}

/**
 * The first characters of every token of one shard; a gateway compares them with what follows
 * `Bearer ` and so picks the shard's
 * key set without reading the token (spec/token.md §5).
 *
 * @param shard - `00` to `ff`.
 * @throws {@link KeyError} `prefix_invalid`; `key_id_malformed` for a shard that does not exist.
 */
export function headerPrefix(prefix: string, shard: string): string {
  assertKeyIdPrefix(prefix);
  if (!shards.includes(shard)) {
    throw new KeyError('key_id_malformed', 'This is not a shard. Use two lowercase hex digits, 00 to ff.');
  }
  return encodedStart(`{"kid":"${prefix}_${shard}_`);
}

/**
 * Returns the number of base64url characters that known bytes determine: floor(bits / 6). One more
 * would depend on the next byte.
 */
function encodedStart(known: string): string {
  const bytes = Buffer.from(known);
  return bytes.toString('base64url').slice(0, Math.floor((bytes.length * 8) / 6));
}
