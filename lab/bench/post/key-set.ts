import { type AlgorithmName, keySetText, mintSentinel, renderJwk, shards } from '@lostwax/core';
import { publicHalves } from '../public-halves.ts';
import { type AskedKey, keyIdIn } from './asked-keys.ts';

/** The documents of a key set as the authority publishes them (spec/key-set.md). Each is returned in parts: the largest is 500 MB. */
export interface PublishedKeySet {
  whole(): readonly Buffer[];
  /** @param shard - 0 to 255. */
  shard(shard: number): readonly Buffer[];
}

/** What is the same in every set. */
export interface KeySetFrame {
  readonly algorithm: AlgorithmName;
  readonly prefix: string;
  readonly sentinel: string;
}

export function keySetFrame(algorithm: AlgorithmName, prefix: string): KeySetFrame {
  return { algorithm, prefix, sentinel: renderJwk(mintSentinel(prefix, algorithm)) };
}

/** @param madeUp - Keys in addition to those that requests use, spread evenly over the shards. */
export function makeKeySet(
  { algorithm, prefix, sentinel }: KeySetFrame,
  asked: readonly AskedKey[],
  madeUp: number,
): PublishedKeySet {
  const halves = publicHalves(algorithm, madeUp);
  let made = 0;
  const entries = shards.map((_, shard) => {
    const until = Math.floor(((shard + 1) * madeUp) / shards.length);
    const texts: string[] = [];
    for (; made < until; made += 1) {
      const [before = '', after = ''] = halves[made % halves.length] ?? [];
      texts.push(`${before}"kid":"${keyIdIn(prefix, shard)}"${after}`);
    }
    const own = asked.filter((key) => key.shard === shard).map(({ jwk }) => jwk);
    texts.splice(texts.length / 2, 0, ...own);
    return Buffer.from(texts.join(), 'latin1');
  });
  return {
    whole: () => document(entries, sentinel),
    shard: (shard) => document(entries.slice(shard, shard + 1), sentinel),
  };
}

const HERE = '\n';

function document(entries: readonly Buffer[], sentinel: string): readonly Buffer[] {
  const filled = entries.filter(({ length }) => length > 0);
  const [start = '', end = ''] = keySetText(filled.length === 0 ? '' : HERE, sentinel).split(HERE);
  const parts = filled.flatMap((entry, index) => (index === 0 ? [entry] : [Buffer.from(','), entry]));
  return [Buffer.from(start), ...parts, Buffer.from(end)];
}
