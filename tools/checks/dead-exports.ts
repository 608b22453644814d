/*
 * Why: an exported value that no other file names is dead, or private after all, and no compiler says so. Types are left out: the
 * declarations of what is exported need theirs.
 */
import type { Check, HouseFile } from './check.ts';

const source = /\.tsx?$/;
/** Path and reason: what these export is for who installs the package, or made whole from the specification. */
const exempt: ReadonlyMap<string, string> = new Map([
  ['packages/portal/src/element/index.tsx', 'the entry @lostwax/portal/element'],
  ['packages/client/src/api.ts', 'generated from spec/http-api.yaml'],
]);
const exported = /^export (?:async )?(?:abstract )?(?:function\*?|const|let|class) ([\w$]+)/gm;
const word = /[A-Za-z_$][\w$]*/g;

export const deadExports: Check = {
  promise: 'What a file exports, another uses',
  run(files) {
    const sources = files.filter(({ path }) => source.test(path));
    const namedBy = countFiles(sources);
    const asked = sources.filter(({ path }) => !exempt.has(path));
    return asked.flatMap(({ path, text = '' }) =>
      [...text.matchAll(exported)]
        .map(([, name = '']) => name)
        .filter((name) => namedBy.get(name) === 1)
        .map(
          (name) => `${path}:${lineOf(text, name)} nobody else uses ${name}: take it out, or its "export"`,
        ),
    );
  },
};

/** In how many files each word stands. */
function countFiles(files: readonly HouseFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text = '' } of files)
    for (const name of new Set(text.match(word))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function lineOf(text: string, name: string): number {
  const before = text.slice(
    0,
    text.search(new RegExp(`^export .*\\b${name.replaceAll('$', '\\$')}\\b`, 'm')),
  );
  return before.split('\n').length;
}
