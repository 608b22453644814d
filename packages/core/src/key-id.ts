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

// The tail has a fixed length, so that there is one way to read a key id although a prefix may hold underscores.
const keyIdForm = /^([a-z][a-z0-9_]{1,15})_([0-9a-f]{2})_([0-9A-Za-z]{16})([0-9A-Za-z]{6})$/;
const sentinelEnd = '_sentinel';

/** The 256 shards, `00` to `ff`, in order. */
export const shards: readonly string[] = Array.from({ length: 256 }, (_, n) =>
  n.toString(16).padStart(2, '0'),
);

/**
 * Makes a new random key id, its shard random too.
 *
 * @param prefix - The workspace's prefix.
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function makeKeyId(prefix: string): string {
  assertKeyIdPrefix(prefix);
  const body = `${prefix}_${randomTail()}`;
  return body + checkOf(body);
}

/**
 * Reads a key id, its check included.
 *
 * @throws {@link KeyError} `key_id_malformed`: not the form, a prefix that could be another's shard, or a check that does not fit.
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

/** Whether a text is a key id, its check included. */
export function isKeyId(text: string): boolean {
  try {
    parseKeyId(text);
    return true;
  } catch {
    return false;
  }
}

/** The key id of a workspace's sentinel; no key can have it. */
export function sentinelKeyId(prefix: string): string {
  assertKeyIdPrefix(prefix);
  return prefix + sentinelEnd;
}

/** Whether a text is the key id of a sentinel. */
export function isSentinelKeyId(text: string): boolean {
  return text.endsWith(sentinelEnd) && isKeyIdPrefix(text.slice(0, -sentinelEnd.length));
}

/** Whether a text can be in a key set: the id of a key or of a sentinel. */
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

/** `<shard>_<random>`. */
function randomTail(): string {
  return `${shards[randomByte()]}_${randomBase62(randomCharacters, randomByte)}`;
}

/** Key ids are public, so that bytes may lie ready for the next ones. */
const pool = Buffer.alloc(4096);
let poolUsed = pool.length;

function randomByte(): number {
  if (poolUsed === pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  return pool.readUInt8(poolUsed++);
}
