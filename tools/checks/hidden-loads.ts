/*
 * Why: the checks of arrows and rooms see imports only. What is loaded by `createRequire`, `require` or a computed name passes them all.
 */
import ts from 'typescript';
import type { Check } from './check.ts';
import { type Module, modulesOf } from './modules.ts';

const loaders = new Set(['createRequire', 'getBuiltinModule', 'require']);

export const hiddenLoads: Check = {
  promise: 'Packages load modules only by import, with a literal name',
  run: (files) =>
    [...modulesOf(files).values()]
      .filter(({ path }) => /^packages\/[^/]+\/src\//.test(path))
      .flatMap(findings),
};

function findings({ path, source }: Module): string[] {
  const found: string[] = [];
  const add = (node: ts.Node, what: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push(`${path}:${line} loads a module by ${what}, which hides it: import it by its name`);
  };
  const visit = (node: ts.Node): void => {
    // Under its own name or another: `import { createRequire as load }`, `process.getBuiltinModule`.
    if (ts.isImportSpecifier(node) && loaders.has((node.propertyName ?? node.name).text))
      add(node, (node.propertyName ?? node.name).text);
    else if (ts.isPropertyAccessExpression(node) && loaders.has(node.name.text)) add(node, node.name.text);
    else if (ts.isCallExpression(node)) {
      if (ts.isIdentifier(node.expression) && node.expression.text === 'require') add(node, 'require');
      const [name] = node.arguments;
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && !(name && ts.isStringLiteralLike(name)))
        add(node, 'a computed name');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
