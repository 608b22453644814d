import { randomFillSync } from 'node:crypto';
import { CHECK_CHARACTERS, checkOf, randomBase62 } from './base62.ts';
import { KeyError } from './errors.ts';
import { isKeyIdPrefix } from './names.ts';

/** The parts of a key id `<prefix>_<shard>_<random><check>` (spec/token.md §3). */
export interface KeyId {
  /** The workspace's prefix. */
  readonly prefix: string;
  /** `00` to `ff`. */
  readonly shard: string;
  /** 16 base62 characters, 95 bits. */
  readonly random: string;
  /** CRC-32 of all before it, 6 base62 characters. */
  readonly check: string;
}

const randomCharacters = 16;

// The tail has a fixed length, so that a key ID can be parsed in only one way although a prefix may
// contain underscores.
const keyIdForm = /^([a-z][a-z0-9_]{1,15})_([0-9a-f]{2})_([0-9A-Za-z]{16})([0-9A-Za-z]{6})$/;
const sentinelEnd = '_sentinel';

/** The 256 shards, `00` to `ff`, in order. */
export const shards: readonly string[] = Array.from({ length: 256 }, (_, n) =>
  n.toString(16).padStart(2, '0'),
);

/**
 * Creates a random key ID.
 *
 * @param prefix - The workspace's prefix.
 * @param shard - 0-255; random if omitted.
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function makeKeyId(prefix: string, shard: number = randomByte()): string {
  assertKeyIdPrefix(prefix);
  const body = `${prefix}_${shards[shard]}_${randomBase62(randomCharacters, randomByte)}`;
  return body + checkOf(body);
}

/**
 * Parses a key ID and verifies its check.
 *
 * @throws {@link KeyError} `key_id_malformed`: the wrong form, a prefix that could be another's
 * shard, or a wrong check.
 */
export function parseKeyId(text: string): KeyId {
  const [, prefix, shard, random, check] = (typeof text === 'string' && keyIdForm.exec(text)) || [];
  if (!prefix || !shard || !random || !check || !isKeyIdPrefix(prefix)) {
    throw new KeyError('key_id_malformed', 'This is not a key ID. Copy the whole ID again.');
  }
  if (checkOf(text.slice(0, -CHECK_CHARACTERS)) !== check) {
    throw new KeyError(
      'key_id_malformed',
      'The key ID is mistyped: its checksum is wrong. Copy the whole ID again.',
    );
  }
  return { prefix, shard, random, check };
}

/** Returns the shard of a key ID that is known to be well-formed, 0-255, in a fraction of the time of {@link parseKeyId}. */
export function shardIn(keyId: string): number {
  const end = keyId.length - randomCharacters - CHECK_CHARACTERS - 1;
  return Number.parseInt(keyId.slice(end - 2, end), 16);
}

/** Reports whether a string is a key ID with a correct check. */
export function isKeyId(text: string): boolean {
  try {
    parseKeyId(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns the key ID of a workspace's sentinel; no key can have it. */
export function sentinelKeyId(prefix: string): string {
  assertKeyIdPrefix(prefix);
  return prefix + sentinelEnd;
}

/** Reports whether a string is the key ID of a sentinel. */
export function isSentinelKeyId(text: string): boolean {
  return text.endsWith(sentinelEnd) && isKeyIdPrefix(text.slice(0, -sentinelEnd.length));
}

/** Reports whether a string can be an ID in a key set: that of a key or of a sentinel. */
export function isPublicKeyId(text: string): boolean {
  if (isSentinelKeyId(text)) return true;
  try {
    parseKeyId(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws {@link KeyError} `prefix_invalid`. */
export function assertKeyIdPrefix(prefix: string): void {
  if (isKeyIdPrefix(prefix)) return;
  throw new KeyError(
    'prefix_invalid',
    'The prefix is not valid: use 2 to 16 characters of a-z, 0-9 and _, starting with a letter, ' +
      'without "_" and two hex digits before another "_" or at the end.',
  );
}

/** Key IDs are public, so random bytes may be prepared for the next ones. */
const pool = Buffer.alloc(4096);
let poolUsed = pool.length;

function randomByte(): number {
  if (poolUsed === pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  return pool.readUInt8(poolUsed++);
}
