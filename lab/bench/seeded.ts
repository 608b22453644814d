import { join } from 'node:path';
import { startAuthority } from '../../tools/testing/authority.ts';
import { newestCustomer, seedKeys } from './seed.ts';

export const SLUG = 'bench';
/** The API of the workspace. */
export const API: string = `/v1/workspaces/${SLUG}`;

/** An authority that isn't running: `startAuthority(data, port)` starts it. */
export interface Seeded {
  readonly port: number;
  /** The customers with the given numbers of keys. */
  readonly subjects: readonly string[];
}

/**
 * Fills a new authority over SQLite and leaves it stopped.
 *
 * @param keys - The total, in one workspace.
 * @param customers - The number of keys of one customer each; a thousand customers share the rest.
 */
export async function seeded(data: string, keys: number, customers: readonly number[] = []): Promise<Seeded> {
  const first = await startAuthority(data);
  await first.call('POST', '/v1/workspaces', { slug: SLUG });
  await first.stop();
  const file = join(data, 'lostwax.db');
  const rest = customers.reduce((left, own) => left - own, keys);
  seedKeys({ file, workspace: SLUG, keys: rest });
  const subjects: string[] = [];
  for (const own of customers) {
    seedKeys({ file, workspace: SLUG, keys: own, customers: 1 });
    subjects.push(newestCustomer(file));
  }
  return { port: first.port, subjects };
}
