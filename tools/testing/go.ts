import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../peers/run.ts';

const caches = join(import.meta.dirname, '..', '..', '.cache', 'go');

/** Environment of every Go command: modules and builds are cached in the checkout, and no other Go is downloaded. */
export const goSettings: readonly string[] = [
  'GOTOOLCHAIN=local',
  `GOMODCACHE=${join(caches, 'mod')}`,
  `GOCACHE=${join(caches, 'build')}`,
];

/**
 * Builds a Go program.
 *
 * @param go - Path of the Go command.
 * @param module - Folder of the module.
 * @param what - The package inside it, such as `./cmd/serve`.
 * @param built - Path of the program to write.
 */
export async function buildGo(go: string, module: string, what: string, built: string): Promise<void> {
  mkdirSync(caches, { recursive: true });
  await run('env', [...goSettings, go, 'build', '-C', module, '-o', built, what]);
}
