import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/**
 * Returns the fenced code blocks of a Markdown text, in order and without their fences. Indented blocks are left out.
 *
 * @param languages - What may follow the opening fence, such as `nginx`; anything if none is given.
 */
export function codeBlocks(markdown: string, ...languages: readonly string[]): string[] {
  return Array.from(markdown.matchAll(/^```([^`\n]*)\n(.*?)^```$/gms)).flatMap(
    ([, language = '', code = '']) => (languages.length === 0 || languages.includes(language) ? [code] : []),
  );
}

/**
 * Returns the first code block of a document that contains a text.
 *
 * @param path - From the root of the repository.
 * @throws AssertionError if there is none.
 */
export function codeBlockOf(path: string, language: string, text = ''): string {
  const blocks = codeBlocks(readFileSync(join(root, path), 'utf8'), language);
  return (
    blocks.find((code) => code.includes(text)) ??
    assert.fail(`${path} has no block ${language} with "${text}"`)
  );
}
