import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Finding {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string; readonly message: string }[];
}

/**
 * What apigeelint finds in an API proxy for Apigee X, warnings included.
 *
 * @param program - From `peer('apigeelint')`.
 * @param folder - New.
 * @param files - By path in the proxy's folder.
 * @returns A sentence for each finding.
 */
export async function apigeelint(
  program: string,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const proxy = join(folder, 'apiproxy');
  for (const [path, text] of Object.entries({ 'lostwax.xml': '<APIProxy name="lostwax"/>', ...files })) {
    mkdirSync(dirname(join(proxy, path)), { recursive: true });
    writeFileSync(join(proxy, path), text);
  }
  const { promise, resolve } = Promise.withResolvers<string>();
  // Its exit code says whether there are errors.
  execFile(program, ['-s', proxy, '-f', 'json.js', '--profile', 'apigeex'], (_, stdout) => resolve(stdout));
  const found = JSON.parse(await promise) as readonly Finding[];
  return found.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId} ${message}`));
}
