/* Why: files move and headings are reworded while documents still link to the old ones. Links to other sites aren't checked. */
import { posix } from 'node:path';
import type { Check, HouseFile } from './check.ts';

const document = /\.md$/;
const link = /\]\(([^)\s]+)\)/g;

export const deadLinks: Check = {
  promise: 'Every link of a document leads to a file or folder that is here, and to a heading in it',
  run(files) {
    const here = new Map(files.map((file) => [file.path, file]));
    const finds = (file: HouseFile, line: string, number: number): string[] =>
      [...line.matchAll(link)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !leads(file, target, here))
        .map((target) => `${file.path}:${number} ${target} leads nowhere: point it at what took its place`);
    return files
      .filter(({ path }) => document.test(path))
      .flatMap((file) =>
        (file.text ?? '').split('\n').flatMap((line, index) => finds(file, line, index + 1)),
      );
  },
};

function leads(from: HouseFile, target: string, here: ReadonlyMap<string, HouseFile>): boolean {
  const [path = '', heading] = target.split('#', 2);
  const full = path === '' ? from.path : posix.join(posix.dirname(from.path), path).replace(/\/$/, '');
  const file = here.get(full);
  if (file === undefined) return [...here.keys()].some((known) => known.startsWith(`${full}/`));
  return heading === undefined || !document.test(full) || anchors(file.text ?? '').includes(heading);
}

/** Anchors of the headings as GitHub generates them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
