import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of web-tree-sitter that is used here. */
interface TreeSitter {
  readonly Parser: {
    new (): { setLanguage(language: object): void; parse(text: string): { rootNode: { hasError: boolean } } };
    init(): Promise<void>;
  };
  readonly Language: { load(grammar: Uint8Array): Promise<object> };
}

/**
 * Returns what tells whether a text is an expression of C#, by its syntax alone.
 *
 * @param modules - From `peer('tree-sitter-c-sharp')`: a folder with that package and web-tree-sitter.
 */
export async function csharpChecker(modules: string): Promise<(expression: string) => boolean> {
  const entry = pathToFileURL(join(modules, 'web-tree-sitter', 'web-tree-sitter.js'));
  const { Parser, Language } = (await import(entry.href)) as TreeSitter;
  await Parser.init();
  const parser = new Parser();
  const grammar = readFileSync(join(modules, 'tree-sitter-c-sharp', 'tree-sitter-c_sharp.wasm'));
  parser.setLanguage(await Language.load(grammar));
  return (expression) => !parser.parse(`var it = ${expression};`).rootNode.hasError;
}

/** The expressions of an API Management policy, without their `@`. */
export function policyExpressions(policy: string): readonly string[] {
  const attributes = [...policy.matchAll(/="@(\([^"]*\))"/g)].map(([, text = '']) => text);
  const texts = [...policy.matchAll(/>@(\([^<]*\))</g)].map(([, text = '']) => text);
  return [...attributes, ...texts].map((text) => text.replaceAll('&quot;', '"'));
}
