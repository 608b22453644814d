/*
 * Words that must not appear in anything a person reads: they read like a translation, or differ from the glossary in
 * CONTRIBUTING.md. Comments are checked for fewer phrases, those that have no other sense.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

const retired = [
  /\bMay do\b/,
  /\bfor ever\b/,
  /\bFound a key\?/,
  /\bTake away\b/,
  /\bAs the system\b/,
  /\bstands in\b/,
  /\bwould else\b/,
  /\bI have saved it\b/,
  /\bThis did not work\b/,
  /\bShort name\b/,
  /\bBeginning of key ids\b/,
  /\bLongest life\b/,
  /\bLast heard of\b/,
  /\bnobody can (?:show|make)\b/,
  /\bThere is no such\b/,
  /\b[Cc]olour\b/,
] as const;

/** Retired from comments. */
const retiredInComments = [
  /\bstands? in\b/,
  /\bfor ever\b/,
  /\bWhoever\b/,
  /\bwould else\b/,
  /\banew\b/,
  /\bsees to\b/,
  /\bnobody can (?:show|make|write)\b/,
] as const;

const found = (text: string, patterns: readonly RegExp[] = retired): string[] =>
  patterns.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);

/** The strings and templates of a source file, without its comments. */
function stringsIn(text: string): string[] {
  const strings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      strings.push(node.text);
    if (ts.isJsxText(node)) strings.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return strings;
}

/** The comments of a source file, each group on one line. */
function commentsIn(text: string): string[] {
  const source = ts.createSourceFile('a.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const comments: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source).filter(({ kind }) => kind !== ts.SyntaxKind.JSDoc);
    // Comments precede a token; a text of JSX has none.
    const before = text.slice(node.pos, node.getStart(source)).replaceAll(/\s*\n[\s*/]*/g, ' ');
    if (children.length === 0 && before.trim() !== '' && !ts.isJsxText(node)) comments.push(before.trim());
    for (const child of children) visit(child);
  };
  visit(source);
  return comments;
}

describe('retired words', () => {
  it('are in no message, page or help text', () => {
    // The database keeps its column names.
    const files = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root }).filter(
      (file) => !/\/store\/(?:sql|sqlite|postgres)\//.test(file),
    );
    assert.ok(files.length > 300, 'the sources are looked at');
    const breaches = files.flatMap((file) =>
      stringsIn(readFileSync(join(root, file), 'utf8')).flatMap((text) =>
        found(text).map((word) => `${file}: "${word}" in "${text.slice(0, 80)}"`),
      ),
    );
    assert.deepEqual(breaches, []);
  });

  it('are in no comment', () => {
    const files = globSync('{packages/*/src,lab,tools}/**/*.{ts,tsx}', { cwd: root }).filter(
      // Generated from the descriptions of the HTTP API.
      (file) => file !== 'packages/client/src/api.ts' && !file.includes('node_modules'),
    );
    assert.ok(files.length > 400, 'the sources are looked at');
    const breaches = files.flatMap((file) =>
      commentsIn(readFileSync(join(root, file), 'utf8')).flatMap((text) =>
        found(text, retiredInComments).map((word) => `${file}: "${word}" in "${text.slice(0, 80)}"`),
      ),
    );
    assert.deepEqual(breaches, []);
  });

  it('are in no document', () => {
    const files = globSync(
      ['*.md', 'docs/*.md', 'spec/*.{md,yaml}', '{packages,gateways,examples}/*/README.md'],
      {
        cwd: root,
      },
    );
    const own = new Set(['CONTRIBUTING.md', 'CHANGELOG.md']);
    const breaches = files
      .filter((file) => !own.has(file))
      .flatMap((file) => found(readFileSync(join(root, file), 'utf8')).map((word) => `${file}: "${word}"`));
    assert.deepEqual(breaches, []);
  });

  it('are detected', () => {
    assert.deepEqual(
      found(stringsIn('// for ever\nconst a = `It is revoked for ever: $' + '{b}`;').join('')),
      ['for ever'],
    );
    for (const text of [
      '// It works for ever.',
      'const a = 1; // for ever',
      '/** It works for\n * ever. */\nexport const a = 1;',
      'f(/* for ever */ 1);',
      'const a = <p>{/* for ever */}</p>;',
      'const a = 1;\n// It works for\n// ever.',
    ])
      assert.deepEqual(found(commentsIn(text).join('\n'), retiredInComments), ['for ever'], text);
    assert.deepEqual(commentsIn('const a = "// for ever"; const b = <p>// for ever</p>;'), []);
  });
});
