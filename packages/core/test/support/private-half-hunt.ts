/**
 * A process that mints keys and then looks for their private halves in its own memory. It alone learns what they were: node:crypto's
 * `generateKeyPairSync` is wrapped, and each number kept masked.
 *
 * Arguments: what to do with the pairs (`collected`, the real thing; `uncollected`, without the collection; `held`), the algorithm,
 * how many, and how (`one` by one, `many` in a batch, in a `thread`).
 */
import crypto, { type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import vm from 'node:vm';
import { isMainThread, Worker } from 'node:worker_threads';
import type { AlgorithmName } from '../../src/algorithms.ts';
import { type Needle, needlesOf, searchOwnMemory } from './memory.ts';

const [fate, algorithm, count, manner] = process.argv.slice(2) as [string, AlgorithmName, string, string];

if (isMainThread && manner === 'thread') {
  new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
  });
} else {
  await hunt();
}

async function hunt(): Promise<void> {
  const { needles, held } = learnPrivateHalves();
  if (fate !== 'collected') vm.runInNewContext = () => () => undefined;
  syncBuiltinESMExports();
  const { mintKey, mintKeys } = await import('../../src/mint.ts');
  const { request } = await import('./keys.ts');
  const requests = Array.from({ length: Number(count) }, () => request(algorithm));
  if (manner === 'many') mintKeys(requests);
  else for (const minting of requests) mintKey(minting);
  const mintedAt = performance.now();
  const first = searchOwnMemory(needles);
  // The promise leaves a second. In one of some 12,000 keys of EdDSA a trace is in memory that is already free, and
  // gone at the next look: what counts is what both looks find.
  const { found, bytes } = first.found.size === 0 ? first : bothFound(first, searchOwnMemory(needles));
  const secrets = new Set(needles.map(({ secret }) => secret)).size;
  const tookMs = Math.round(performance.now() - mintedAt);
  process.stdout.write(JSON.stringify({ secrets, found: found.size, held: held.length, bytes, tookMs }));
}

type Search = ReturnType<typeof searchOwnMemory>;

function bothFound(first: Search, second: Search): Search {
  return { found: new Set([...first.found].filter((one) => second.found.has(one))), bytes: second.bytes };
}

/** Wraps the making of pairs: what it adds to `needles` is the only trace that it leaves. */
function learnPrivateHalves(): { needles: Needle[]; held: KeyObject[] } {
  const needles: Needle[] = [];
  const held: KeyObject[] = [];
  let secrets = 0;
  const makePair = crypto.generateKeyPairSync as (...given: unknown[]) => { privateKey: KeyObject };
  const wrapped = (...given: unknown[]) => {
    const pair = makePair(...given);
    const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
    for (const number of numbersIn(der)) needles.push(...needlesOf(secrets++, number));
    der.fill(0);
    if (fate === 'held') held.push(pair.privateKey);
    return pair;
  };
  crypto.generateKeyPairSync = wrapped as unknown as typeof crypto.generateKeyPairSync;
  return { needles, held };
}

/** The secret numbers of a PKCS #8 key (RFC 5958), as views of it: a scalar, a seed, or two primes. */
function numbersIn(der: Buffer): Buffer[] {
  if (algorithm === 'ES256') return [der.subarray(36, 68)];
  if (algorithm === 'EdDSA') return [der.subarray(16, 48)];
  // RFC 8017 appendix A.1.2, behind a PKCS #8 header of 26 bytes: version, n, e, d, p, q, …
  const integers = integersIn(der, 26 + 4);
  return [integers[4], integers[5]].map((integer) => (integer as Buffer).subarray(-128));
}

function integersIn(der: Buffer, from: number): Buffer[] {
  const integers: Buffer[] = [];
  for (let at = from; at < der.length; ) {
    const first = der.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    const length = lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    integers.push(der.subarray(start, start + length));
    at = start + length;
  }
  return integers;
}
