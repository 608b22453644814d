import { join } from 'node:path';
import { needed } from '../../../tools/peers/peer.ts';
import { buildGo } from '../../../tools/testing/go.ts';

/** A language with our verifier and the library that its programs would use otherwise. */
export interface Language {
  readonly name: string;
  /** The first is ours. */
  readonly libraries: readonly string[];
  /** Returns the command that measures a library: its name and the key set follow. */
  readonly prepare: (folder: string) => Promise<readonly [program: string, ...args: string[]]>;
}

export const languages: readonly Language[] = [
  {
    name: 'Python',
    libraries: ['lostwax', 'PyJWT', 'PyJWT, key at hand'],
    async prepare() {
      return [await needed('pyjwt'), '-B', join(import.meta.dirname, 'python', 'check.py')];
    },
  },
  {
    name: 'Go',
    libraries: ['lostwax', 'golang-jwt'],
    async prepare(folder) {
      const built = join(folder, 'check');
      await buildGo(await needed('go'), join(import.meta.dirname, 'go'), '.', built);
      return [built];
    },
  },
];
