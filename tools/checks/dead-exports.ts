/*
 * Why: an exported value that no other file imports is dead or should be private, and no compiler reports it. Types are exempt:
 * the declarations of exported values need theirs.
 */
import ts from 'typescript';
import type { Check } from './check.ts';
import { type Module, modulesOf } from './modules.ts';

/** Paths and reasons: their exports are for users of the package, or complete a specification. */
const exempt: ReadonlyMap<string, string> = new Map([
  ['packages/portal/src/element/index.tsx', 'the entry @lostwax/portal/element'],
  ['packages/client/src/api.ts', 'generated from spec/http-api.yaml'],
]);

interface Exported {
  readonly name: string;
  readonly line: number;
}

export const deadExports: Check = {
  promise: 'What a file exports, another imports',
  run(files) {
    const modules = modulesOf(files);
    const entries = entriesOf(files);
    const taken = takenNames(modules);
    return [...modules.values()]
      .filter(({ path }) => !exempt.has(path) && !entries.has(path))
      .flatMap((module) =>
        exportsOf(module)
          .filter(({ name }) => !taken.has(`${module.path} ${name}`) && !taken.has(`${module.path} *`))
          .map(
            ({ name, line }) =>
              `${module.path}:${line} no other file imports ${name}: remove it, or its "export"`,
          ),
      );
  },
};

/** Files that package manifests expose: their exports are for users of the package. */
function entriesOf(files: Parameters<Check['run']>[0]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ path, text = '' }) => {
      const folder = /^packages\/[^/]+(?=\/package\.json$)/.exec(path)?.[0];
      return folder === undefined
        ? []
        : [...text.matchAll(/"\.\/dist\/(?:types\/)?([^"]+?)(?:\.d\.ts|\.js)"/g)].flatMap(([, name]) => [
            `${folder}/src/${name}.ts`,
            `${folder}/src/${name}.tsx`,
          ]);
    }),
  );
}

function takenNames(modules: ReadonlyMap<string, Module>): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { imports } of modules.values())
    for (const { target, names } of imports)
      if (target !== undefined) for (const name of names) taken.add(`${target} ${name}`);
  return taken;
}

/** The exported values with their lines. */
function exportsOf({ source }: Module): Exported[] {
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return source.statements.flatMap((statement): Exported[] => {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) {
      const { exportClause } = statement;
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
      return exportClause.elements
        .filter(({ isTypeOnly }) => !isTypeOnly)
        .map((element) => ({ name: element.name.text, line: lineOf(element) }));
    }
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    const has = (kind: ts.SyntaxKind) => modifiers?.some((modifier) => modifier.kind === kind) ?? false;
    if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [{ name: name.text, line: lineOf(name) }] : [],
      );
    if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      return [{ name: statement.name.text, line: lineOf(statement.name) }];
    return [];
  });
}
