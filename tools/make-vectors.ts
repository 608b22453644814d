/**
 * Makes spec/vectors/*.json anew: `node tools/make-vectors.ts`.
 *
 * A token can only be made together with its key pair, so that nobody can write vectors by hand; and each run makes other keys. The
 * committed files are the truth that every implementation is tested with. Run this only to add a case, and read the difference.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyIdVectors } from './vectors/key-ids.ts';
import { keySetVectors } from './vectors/key-sets.ts';
import { tokenVectors } from './vectors/tokens.ts';

const folder = join(import.meta.dirname, '..', 'spec', 'vectors');

const files = { 'key-ids': keyIdVectors(), tokens: tokenVectors(), 'key-sets': keySetVectors() };
for (const [name, vectors] of Object.entries(files)) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(vectors, null, 2)}\n`);
  process.stdout.write(`spec/vectors/${name}.json\n`);
}
