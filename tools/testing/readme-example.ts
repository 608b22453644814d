import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { codeBlocks } from './code-blocks.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Runs an example from a package's README as written. It is placed in the repository temporarily, so that it resolves the
 * packages as a user's program would.
 *
 * @param fence - What follows the three backticks: `ts`, or `ts express`.
 * @param names - The example's values to return, separated by commas.
 * @param replaced - Text of the example, such as a URL, and the test's replacement for it.
 */
export async function runExample(
  t: TestContext,
  packageName: string,
  fence: string,
  names: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  let code = exampleOf(packageName, fence);
  for (const [text, other] of Object.entries(replaced)) {
    assert.ok(code.includes(text), `the example of ${packageName} does not contain ${text}`);
    code = code.replaceAll(text, () => other);
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/readme-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'example.ts');
  writeFileSync(file, `${code}\nexport { ${names} };\n`);
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
}

/** The first block of this kind in a package's README, not counting the installation command. */
export function exampleOf(packageName: string, fence: string): string {
  const readme = readFileSync(join(root, 'packages', packageName, 'README.md'), 'utf8');
  const examples = readme.replace(/^## Install\n.*?(?=^## )/ms, '');
  const [code] = codeBlocks(examples, fence);
  assert.ok(code, `the README of ${packageName} has no example ${fence}`);
  return code;
}
