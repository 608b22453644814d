import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import { seedKeys } from './seed.ts';

/** A workspace of a known size with one key whose token is known. */
export interface BenchSet {
  readonly slug: string;
  /** Including that one key. */
  readonly keys: number;
  /** `http://localhost:<port>/<slug>`. */
  readonly issuer: string;
  /** URL of its key set. */
  readonly keySetUrl: string;
  readonly audience: string;
  readonly prefix: string;
  readonly token: string;
}

/** A real authority with one workspace per size. */
export interface BenchSets {
  readonly authority: RunningAuthority;
  readonly sets: readonly BenchSet[];
}

/** Sizes of sets up to `most`: powers of ten, plus those that the docs quote: 8,192 and `most` itself. */
export function sizesUpTo(most: number): readonly number[] {
  const sizes = [1, 10, 100, 1_000, 8_192, 100_000, 1_000_000].filter((size) => size < most);
  return [...sizes, most];
}

/**
 * Creates an authority in a new folder and fills one workspace per size. A million keys take half a minute.
 *
 * @param sizes - Each at least 1, in ascending order: seeding is fastest that way.
 */
export async function startSets(data: string, sizes: readonly number[]): Promise<BenchSets> {
  const first = await startAuthority(data);
  for (const size of sizes) await first.call('POST', '/v1/workspaces', { slug: slugOf(size) });
  await first.stop();
  for (const size of sizes) {
    if (size > 1)
      seedKeys({ file: join(data, 'lostwax.db'), workspace: slugOf(size), keys: size - 1, customers: 100 });
  }
  const authority = await startAuthority(data, first.port);
  try {
    const sets: BenchSet[] = [];
    for (const size of sizes) sets.push(await openSet(authority, size));
    return { authority, sets };
  } catch (error) {
    await authority.stop();
    throw error;
  }
}

interface Workspace {
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
}

async function openSet(authority: RunningAuthority, keys: number): Promise<BenchSet> {
  const slug = slugOf(keys);
  const { issuer, audience, prefix } = await authority.call<Workspace>('GET', `/v1/workspaces/${slug}`);
  const { token } = await authority.call<{ token: string }>('POST', `/v1/workspaces/${slug}/keys`, {
    customer: 'customer-1',
    scopes: ['orders:read', 'orders:write'],
    claims: { plan: 'gold' },
  });
  const keySetUrl = `${authority.url}/${slug}/.well-known/jwks.json`;
  return { slug, keys, issuer, keySetUrl, audience, prefix, token };
}

const slugOf = (keys: number): string => `bench${keys}`;
