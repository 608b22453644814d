/*
 * Why: the code a verifier or gateway has to trust stays small only if nothing reaches it through a side door. These are the
 * arrows of ARCHITECTURE.md: the authority and the verifier meet only in packages/contract and over HTTP; nothing imports the
 * command or the pages; core and contract only compute.
 */
import { dirname, join } from 'node:path/posix';
import type { Check, HouseFile } from './check.ts';
import { type Import, type Module, modulesOf, packageOf } from './modules.ts';

interface Arrows {
  /** Packages of this repository that it may import; `core/names` allows only that part of the package. */
  readonly imports: readonly string[];
  /** Packages of this repository that it may only load with `import()`, so that they cost nothing until used. */
  readonly loads?: readonly string[];
  /** Packages of this repository whose built files it includes unchanged, without importing from them. */
  readonly brings?: readonly string[];
  /** It has no third-party dependencies at run time, so that no one else's mistake can let a key through. */
  readonly alone?: true;
}

const arrows: Readonly<Record<string, Arrows>> = {
  core: { imports: [], alone: true },
  contract: { imports: ['core'], alone: true },
  verifier: { imports: ['core', 'contract'], alone: true },
  server: { imports: [], alone: true },
  pins: { imports: ['contract', 'server', 'verifier'], alone: true },
  gate: { imports: ['core', 'contract', 'server', 'verifier'] },
  gateways: { imports: ['core'] },
  authority: { imports: ['core', 'contract', 'gateways', 'server'] },
  client: { imports: [] },
  cli: {
    imports: ['core', 'contract', 'client', 'gateways', 'server', 'verifier'],
    loads: ['authority', 'gate', 'pins'],
    brings: ['portal'],
  },
  portal: { imports: ['client', 'core/given', 'core/names', 'core/proof'] },
};

/** The only Node modules that are pure computation. */
const computing = new Set([
  ...['node:buffer', 'node:crypto', 'node:string_decoder', 'node:util', 'node:v8', 'node:vm', 'node:zlib'],
]);
/** The parts of `node:net` that are pure computation. */
const computingOfNet = new Set(['BlockList', 'isIP']);
/** Packages that only compute: no I/O. */
const computingOnly = new Set(['core', 'contract']);
const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/;

export const packageArrows: Check = {
  promise: 'Packages import each other only along the arrows of ARCHITECTURE.md',
  run: (files) => [
    ...files.flatMap(manifestFindings),
    ...[...modulesOf(files).values()].flatMap(sourceFindings),
  ],
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
      .filter((other) => !may.some((entry) => entry.split('/')[0] === other))
      .map((other) => `${file.path}:1 ${name} may not depend on ${other}`),
  ];
}

function sourceFindings({ path, imports, source }: Module): string[] {
  const name = /^packages\/([^/]+)\/src\/.*\.tsx?$/.exec(path)?.[1];
  const allowed = arrows[name ?? ''];
  if (name === undefined || allowed === undefined) return [];
  const loadable = [...allowed.imports, ...(allowed.loads ?? [])];
  return [
    ...imports.flatMap((it) => {
      const at = `${path}:${it.line}`;
      const other = packageOf(it.specifier);
      const may = it.kind === 'load' ? loadable : allowed.imports;
      if (other !== undefined && !may.includes(other) && !may.includes(it.specifier.replace('@lostwax/', '')))
        return [`${at} ${name} may not ${it.kind === 'load' ? 'load' : 'import'} ${other}`];
      if (leavesPackage(path, name, it.specifier))
        return [`${at} reaches into another folder by ${it.specifier}: import the package by its name`];
      // Types count too: anyone who installs the package would have to install them.
      if (allowed.alone && !/^(?:\.|node:|@lostwax\/)/.test(it.specifier))
        return [`${at} ${name} needs no package of others, and may not import ${it.specifier}`];
      if (computingOnly.has(name) && !computes(it))
        return [`${at} ${name} only computes, and may not import ${it.specifier}`];
      return [];
    }),
    ...(computingOnly.has(name) && clock.test(source.text)
      ? [`${path}:1 ${name} reads no clock: take the time as an argument`]
      : []),
  ];
}

function computes({ specifier, names }: Import): boolean {
  if (!specifier.startsWith('node:') || computing.has(specifier)) return true;
  return specifier === 'node:net' && names.every((name) => computingOfNet.has(name));
}

function ownPackages(names: readonly string[]): string[] {
  return names.flatMap((name) => packageOf(name) ?? []);
}

/** True for a relative path that ends outside the package's `src`. */
function leavesPackage(path: string, name: string, specifier: string): boolean {
  return specifier.startsWith('.') && !join(dirname(path), specifier).startsWith(`packages/${name}/src/`);
}
