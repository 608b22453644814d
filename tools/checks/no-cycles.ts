/*
 * Why: files that import each other in a circle can only be understood, tested and moved together. A type import couples two
 * files as much as a value import; the linter ignores those, so this check includes them.
 */
import type { Check, HouseFile } from './check.ts';
import { modulesOf } from './modules.ts';

export const noCycles: Check = {
  promise: 'No files import each other in a circle, not even for their types',
  run: (files) => circles(files).map((circle) => `${circle[0]}:1 is in a circle: ${circle.join(' → ')}`),
};

/** The shortest cycle through the first file of each group of connected files. */
function circles(files: readonly HouseFile[]): string[][] {
  const modules = modulesOf(files);
  const targets = (path: string): string[] =>
    modules.get(path)?.imports.flatMap(({ target }) => (target === undefined ? [] : [target])) ?? [];
  const told = new Set<string>();
  const found: string[][] = [];
  for (const path of modules.keys()) {
    if (told.has(path)) continue;
    const circle = shortestCircle(path, targets);
    if (circle === undefined) continue;
    for (const member of circle) told.add(member);
    found.push(circle);
  }
  return found;
}

/** Breadth-first search from a file back to itself. */
function shortestCircle(start: string, targets: (path: string) => string[]): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const target of targets(path)) {
      if (target === start) return trace(path, cameFrom, start);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  }
  return undefined;
}

function trace(end: string, cameFrom: ReadonlyMap<string, string>, start: string): string[] {
  const circle = [start];
  for (let path: string | undefined = end; path !== undefined && path !== start; path = cameFrom.get(path))
    circle.splice(1, 0, path);
  return [...circle, start];
}
