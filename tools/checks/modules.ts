/*
 * Which file imports what, with resolved paths: the basis of the checks for layers, cycles and exports. It uses the compiler's
 * own parser, so comments, strings and line breaks can't fool it.
 */
import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';
import type { HouseFile } from './check.ts';

/** One import, re-export or dynamic import. */
export interface Import {
  readonly line: number;
  /** As written in the file. */
  readonly specifier: string;
  /** Path of the file it resolves to; undefined for Node, third-party packages and missing files. */
  readonly target: string | undefined;
  /** Imported names; `*` for all. */
  readonly names: readonly string[];
  readonly kind: 'import' | 'export' | 'load';
}

export interface Module {
  readonly path: string;
  readonly source: ts.SourceFile;
  readonly imports: readonly Import[];
}

const graphs = new WeakMap<readonly HouseFile[], ReadonlyMap<string, Module>>();

/** The TypeScript files among `files` by path, parsed once for all checks. */
export function modulesOf(files: readonly HouseFile[]): ReadonlyMap<string, Module> {
  let graph = graphs.get(files);
  if (graph === undefined) {
    const paths = new Set(files.map(({ path }) => path));
    const parsed = files.flatMap(({ path, text }) =>
      /\.tsx?$/.test(path) && text !== undefined ? [moduleOf(path, text, paths)] : [],
    );
    graph = new Map(parsed.map((module) => [module.path, module]));
    graphs.set(files, graph);
  }
  return graph;
}

/** Name of the package in this repository that a specifier refers to: `core` for `@lostwax/core/x`. */
export function packageOf(specifier: string): string | undefined {
  return /^@lostwax\/([^/]+)/.exec(specifier)?.[1];
}

function moduleOf(path: string, text: string, paths: ReadonlySet<string>): Module {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (node: ts.Node, specifier: string, names: readonly string[], kind: Import['kind']): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    imports.push({ line, specifier, target: resolve(path, specifier, paths), names, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, textOf(node.moduleSpecifier), importedNames(node), 'import');
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node, textOf(node.moduleSpecifier), exportedNames(node), 'export');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, textOf(node.arguments[0]), ['*'], 'load');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, textOf(node.argument.literal), ['*'], 'load');
    // Workers, and files that run as separate programs.
    else if (ts.isNewExpression(node) && node.expression.getText() === 'URL' && node.arguments?.[0])
      if (/^\.\.?\/.*\.[jt]sx?$/.test(textOf(node.arguments[0])))
        add(node, textOf(node.arguments[0]).replace(/\.js$/, '.ts'), ['*'], 'load');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, source, imports };
}

function importedNames({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) return ['*'];
  const named = bindings?.elements.map(({ propertyName, name }) => (propertyName ?? name).text) ?? [];
  return importClause?.name === undefined ? named : ['default', ...named];
}

function exportedNames({ exportClause }: ts.ExportDeclaration): readonly string[] {
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return ['*'];
  return exportClause.elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}

function textOf(node: ts.Node | undefined): string {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : '';
}

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  const name = packageOf(specifier);
  const own = name === undefined ? undefined : specifier.slice(`@lostwax/${name}`.length + 1) || 'index';
  const candidates =
    own !== undefined
      ? ['ts', 'tsx'].flatMap((type) => [
          `packages/${name}/src/${own}.${type}`,
          `packages/${name}/src/${own}/index.${type}`,
        ])
      : specifier.startsWith('.')
        ? [normalize(join(dirname(from), specifier))]
        : [];
  return candidates.find((path) => paths.has(path));
}
