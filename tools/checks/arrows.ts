/*
 * Why: what a verifier or a gateway must trust stays small only if nothing reaches it by a side door. These are the
 * arrows of ARCHITECTURE.md: the authority and the verifier meet in packages/contract and over HTTP only; nothing
 * imports the command or the pages; core and contract do nothing but compute.
 */
import type { Check, HouseFile } from './check.ts';

interface Arrows {
  /** Packages of this house that it may import. */
  readonly imports: readonly string[];
  /** Packages of this house that it may only load with `import()`, so that they cost nothing until used. */
  readonly loads?: readonly string[];
  /** Packages of this house whose built files it hands on as they are; it imports nothing of them. */
  readonly brings?: readonly string[];
  /** It needs no package of others at run time, so that nobody else's mistake lets a key through. */
  readonly alone?: true;
}

const arrows: Readonly<Record<string, Arrows>> = {
  core: { imports: [], alone: true },
  contract: { imports: ['core'], alone: true },
  verifier: { imports: ['core', 'contract'], alone: true },
  server: { imports: [], alone: true },
  gate: { imports: ['core', 'contract', 'server', 'verifier'] },
  gateways: { imports: ['core'] },
  authority: { imports: ['core', 'contract', 'gateways', 'server'] },
  client: { imports: [] },
  cli: {
    imports: ['core', 'contract', 'client', 'gateways', 'verifier'],
    loads: ['authority', 'gate'],
    brings: ['portal'],
  },
  portal: { imports: ['client'] },
};

/** The only modules of Node that compute and do nothing else. */
const computing = new Set([
  ...['node:buffer', 'node:crypto', 'node:string_decoder', 'node:util', 'node:v8', 'node:vm', 'node:zlib'],
]);
/** What of `node:net` only computes. */
const computingOfNet = /^\s*(?:(?:BlockList|isIP)\s*,?\s*)+$/;
const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/;

const importOf = /(?:\bfrom\s+|^\s*import\s+)['"]([^'"]+)['"]/gm;
const loadOf = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

export const packageArrows: Check = {
  promise: 'Packages import each other only along the arrows of ARCHITECTURE.md',
  run: (files) => files.flatMap((file) => [...manifestFindings(file), ...sourceFindings(file)]),
};

function manifestFindings(file: HouseFile): string[] {
  const name = /^packages\/([^/]+)\/package\.json$/.exec(file.path)?.[1];
  if (name === undefined || file.text === undefined) return [];
  const allowed = arrows[name];
  if (allowed === undefined)
    return [`${file.path}:1 is a package without arrows: add it to tools/checks/arrows.ts`];
  const manifest = JSON.parse(file.text) as Record<string, Record<string, string> | undefined>;
  const needed = ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );
  const may = [...allowed.imports, ...(allowed.loads ?? []), ...(allowed.brings ?? [])];
  const foreign = allowed.alone ? needed.filter((other) => ownPackages([other]).length === 0) : [];
  return [
    ...foreign.map((other) => `${file.path}:1 ${name} needs no package of others, and not ${other}`),
    ...ownPackages(needed)
      .filter((other) => !may.includes(other))
      .map((other) => `${file.path}:1 ${name} may not depend on ${other}`),
  ];
}

function sourceFindings(file: HouseFile): string[] {
  const name = /^packages\/([^/]+)\/src\/.*\.tsx?$/.exec(file.path)?.[1];
  const allowed = arrows[name ?? ''];
  if (name === undefined || allowed === undefined || file.text === undefined) return [];
  const imported = specifiers(file.text, importOf);
  const loaded = specifiers(file.text, loadOf);
  const may = [...allowed.imports, ...(allowed.loads ?? [])];
  return [
    ...ownPackages(imported)
      .filter((other) => !allowed.imports.includes(other))
      .map((other) => `${file.path}:1 ${name} may not import ${other}`),
    ...ownPackages(loaded)
      .filter((other) => !may.includes(other))
      .map((other) => `${file.path}:1 ${name} may not load ${other}`),
    ...[...imported, ...loaded]
      .filter((specifier) => leavesPackage(file.path, specifier))
      .map(
        (specifier) =>
          `${file.path}:1 reaches into another folder by ${specifier}: import the package by its name`,
      ),
    ...(allowed.alone ? aloneFindings(file.path, name, [...imported, ...loaded]) : []),
    ...(name === 'core' || name === 'contract' ? computingFindings(file.path, name, file.text) : []),
  ];
}

/** Types count too: who installs the package would have to install them. */
function aloneFindings(path: string, name: string, imported: readonly string[]): string[] {
  return imported
    .filter((specifier) => !/^(?:\.|node:|@lostwax\/)/.test(specifier))
    .map((specifier) => `${path}:1 ${name} needs no package of others, and may not import ${specifier}`);
}

function computingFindings(path: string, name: string, text: string): string[] {
  const netNames = /import\s*\{([^}]*)\}\s*from\s*'node:net'/.exec(text)?.[1];
  const foreign = specifiers(text, importOf).filter(
    (specifier) =>
      specifier.startsWith('node:') &&
      !computing.has(specifier) &&
      !(specifier === 'node:net' && computingOfNet.test(netNames ?? '')),
  );
  return [
    ...foreign.map((specifier) => `${path}:1 ${name} only computes, and may not import ${specifier}`),
    ...(clock.test(text) ? [`${path}:1 ${name} reads no clock: take the time as an argument`] : []),
  ];
}

function specifiers(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function ownPackages(names: readonly string[]): string[] {
  return names.flatMap((name) => /^@lostwax\/([^/]+)/.exec(name)?.[1] ?? []);
}

/** True for `../../x` from a depth of one folder below `src`, and the like. */
function leavesPackage(path: string, specifier: string): boolean {
  const depthBelowPackage = path.split('/').length - 3;
  const stepsUp = specifier.split('/').filter((part) => part === '..').length;
  return specifier.startsWith('.') && stepsUp > depthBelowPackage;
}
