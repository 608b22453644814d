import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { createClient, type Key, unwrap } from '@lostwax/client';
import { makePlace, serve } from './authority.ts';
import { sh } from './shell.ts';

/** An authority to import into, and what tests of imports need. Everything ends after the file's tests. */
export async function importing() {
  const place = makePlace();
  const authority = await serve(place);
  after(async () => {
    await authority.program.stop();
    place.remove();
  });
  const env = { LOSTWAX_URL: authority.url };
  const adminKey = readFileSync(authority.adminKeyFile, 'utf8').trim();
  const client = createClient({ url: authority.url, key: adminKey });

  let made = 0;
  async function newWorkspace(): Promise<string> {
    made += 1;
    const slug = `ws${made}`;
    await unwrap(client.POST('/v1/workspaces', { body: { slug } }));
    return slug;
  }

  /** The key records of a workspace by the ID that they had in the other system, or by their name. */
  async function keysIn(workspace: string): Promise<ReadonlyMap<string, Key>> {
    const call = client.GET('/v1/workspaces/{workspace}/keys', {
      params: { path: { workspace }, query: { limit: 500 } },
    });
    const { items } = await unwrap(call);
    return new Map(items.map((key) => [String(key.metadata['importedId'] ?? key.name), key]));
  }

  async function run(file: string, workspace: string, flags = '') {
    const ended = await sh(
      place,
      `lostwax import '${file}' --workspace ${workspace} --json --report report.jsonl ${flags}`,
      env,
    );
    const report = join(place.folder, 'report.jsonl');
    let lines: Record<string, unknown>[] = [];
    try {
      lines = readFileSync(report, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
      rmSync(report);
    } catch {
      // Nothing was reported.
    }
    return {
      code: ended.code,
      stderr: ended.stderr,
      counts: ended.stdout === '' ? undefined : JSON.parse(ended.stdout),
      report: lines.sort((a, b) => Number(a['line']) - Number(b['line'])),
    };
  }

  function write(name: string, content: string | Buffer): string {
    const file = join(place.folder, name);
    writeFileSync(file, content);
    return file;
  }

  return { place, authority, env, adminKey, client, newWorkspace, keysIn, run, write };
}

export const sha256 = (text: string, encoding: 'hex' | 'base64' | 'base64url'): string =>
  createHash('sha256').update(text).digest(encoding);
/** A key with enough random bits, the same for the same number. */
export const strong = (n: number): string => `sk_live_${sha256(`${n}`, 'hex')}`;
