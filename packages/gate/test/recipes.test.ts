/** Every gateway configuration and every example in another language in the documents is run by a test. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { recipes } from './support/recipes.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const known = new Set(['sh', 'ts', 'js', 'html', 'json', 'text', 'sql', 'http', '']);

it('every configuration in the documents is tested', () => {
  const expected = recipes.flatMap(({ fence, routed, opened }) =>
    [true, routed, opened].filter((has) => has !== undefined).map(() => fence),
  );
  const found = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules', '.cache'] }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    // The table of gateways/README.md says the same of these pages.
    if (/^gateways.*README\.md$/.test(file) && text.includes('**Not run')) return [];
    return [...text.matchAll(/^\s*```(\w*)[^`]*?\n.*?^\s*```/gms)]
      .map(([, language = '']) => language)
      .filter((language) => !known.has(language))
      .map((language) => [file, language]);
  });
  assert.deepEqual(found, [
    // verifiers/test runs the first of each; the second is a part of a program.
    ...['python', 'python', 'go', 'go'].map((language) => [join('verifiers', 'README.md'), language]),
    // behind-certificates.test.ts runs gateways that terminate the client's TLS like these.
    ...['nginx', 'yaml', 'yaml'].map((language) => [join('packages', 'gate', 'README.md'), language]),
    ...expected.map((fence) => [join('docs', 'gateways.md'), fence]),
    // static-feed.test.ts serves files with the first, and certificate-bound.test.ts runs the second in front of an authority.
    ...['nginx', 'nginx'].map((language) => [join('docs', 'operating.md'), language]),
  ]);
});
