/**
 * Regenerates spec/vectors/*.json: `node tools/make-vectors.ts`.
 *
 * A token can only be created together with its key pair, so vectors can't be written by hand, and each run creates different
 * keys. The committed files are the reference that every implementation is tested with. Run this only to add a case, and review
 * the diff.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { feedVectors } from './vectors/feed.ts';
import { keyIdVectors } from './vectors/key-ids.ts';
import { keySetVectors } from './vectors/key-sets.ts';
import { tokenVectors } from './vectors/tokens.ts';

const folder = join(import.meta.dirname, '..', 'spec', 'vectors');

const files = {
  'key-ids': keyIdVectors(),
  tokens: tokenVectors(),
  'key-sets': keySetVectors(),
  feed: feedVectors(),
};
for (const [name, vectors] of Object.entries(files)) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(vectors, null, 2)}\n`);
  process.stdout.write(`spec/vectors/${name}.json\n`);
}
