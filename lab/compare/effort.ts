import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What somebody has to write and keep. */
export interface Effort {
  /** Statements of the program. */
  readonly statements: number;
  /** Variables of the environment that it reads: what must be stored and handed to it. */
  readonly variables: readonly string[];
}

const methods = join(import.meta.dirname, '..', '..', 'methods');

/** Counts a folder of `methods/<name>`. */
export function effortOf(name: string, side: 'consumer' | 'producer'): Effort {
  const folder = join(methods, name, side);
  let statements = 0;
  const variables = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: folder })) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isStatement(node) && !ts.isBlock(node)) statements += 1;
      if (ts.isElementAccessExpression(node) && node.expression.getText() === 'process.env')
        variables.add(node.argumentExpression.getText().slice(1, -1));
      if (ts.isVariableDeclaration(node) && node.initializer?.getText() === 'process.env')
        for (const { name } of (node.name as ts.ObjectBindingPattern).elements) variables.add(name.getText());
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { statements, variables: [...variables].toSorted((a, b) => a.localeCompare(b)) };
}
