import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import type { Followed, FollowedOptions } from './followed.ts';
import { LIMIT_MS, type Scene } from './scene.ts';

/** A folder that is removed after the test. */
export function folder(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'lostwax-verifier-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Follows until the set is complete on disk. */
export async function kept({ follow }: Scene, options: FollowedOptions): Promise<Followed> {
  const followed = follow(options);
  await followed.issuer.ready;
  await until('the set is on disk', LIMIT_MS, () => names(options, '.snapshot').length === 1);
  return followed;
}

export function names({ cacheDirectory = '' }: FollowedOptions, end = ''): string[] {
  return readdirSync(cacheDirectory).filter((name) => name.endsWith(end));
}
