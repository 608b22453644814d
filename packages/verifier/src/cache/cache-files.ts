import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the files that hold one set. Each time the set is written in full, the number goes up by one. */
export interface CacheFiles {
  readonly snapshot: (generation: number) => string;
  readonly changes: (generation: number) => string;
  /** Numbers of the existing files of this kind, in ascending order. */
  readonly generations: (kind: 'snapshot' | 'changes') => number[];
  /** Removes every file of the set with a lower number, and every unfinished file. */
  readonly removeBelow: (generation: number) => void;
}

/**
 * @param slug - The workspace, for people who look into the folder. The hash keeps issuers with the same slug
 *   apart.
 */
export function cacheFiles(directory: string, issuer: string, slug: string, feed: string): CacheFiles {
  const hash = createHash('sha256').update(issuer).digest('hex').slice(0, 12);
  const base = `${slug.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${hash}-${feed}`;
  const own = (): { name: string; generation: number; kind: string }[] =>
    readdirSync(directory).flatMap((name) => {
      if (!name.startsWith(`${base}.`)) return [];
      const [, generation, kind] =
        /^\.(\d{1,15})\.(snapshot|changes|snapshot\.tmp)$/.exec(name.slice(base.length)) ?? [];
      return generation && kind ? [{ name, generation: Number(generation), kind }] : [];
    });
  return {
    snapshot: (generation) => join(directory, `${base}.${generation}.snapshot`),
    changes: (generation) => join(directory, `${base}.${generation}.changes`),
    generations: (kind) =>
      own()
        .filter((file) => file.kind === kind)
        .map((file) => file.generation)
        .sort((a, b) => a - b),
    removeBelow(limit) {
      for (const { name, generation } of own()) {
        if (generation < limit) rmSync(join(directory, name), { force: true });
      }
    },
  };
}
