/** The example as somebody runs it: it prints where its page is, and a line that lets the workspace allow it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { startAuthority } from '../../../tools/testing/authority.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';

const START_LIMIT_MS = 60_000;

it('the line that it prints makes the workspace allow the page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-embed-'));
  const authority = await startAuthority(folder);
  const env = {
    ...process.env,
    LOSTWAX_URL: authority.url,
    LOSTWAX_ADMIN_KEY: authority.adminKey,
    LOSTWAX_WORKSPACE: 'acme',
    LOSTWAX_EMBED_PORT: '0',
  };
  const example = startProgram(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], env);
  try {
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    const line = await until('it prints the line', START_LIMIT_MS, () => {
      if (!example.running()) throw new Error(example.output());
      return /^curl .+$/m.exec(example.output())?.[0];
    });
    execFileSync('sh', ['-c', line], { env, stdio: 'pipe' });
    const { allowedOrigins } = await authority.call<{ allowedOrigins: string[] }>(
      'GET',
      '/v1/workspaces/acme',
    );
    assert.deepEqual(allowedOrigins, [/account at Acme: (\S+)\/\n/.exec(example.output())?.[1]]);
  } finally {
    await example.stop();
    await authority.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
