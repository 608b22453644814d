import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { makePlace } from './support/authority.ts';

const checkout = join(import.meta.dirname, '..', '..', '..');
const LIMIT_MS = 30_000;

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  it(`a command run with npx exits when npx receives ${signal}`, async () => {
    const place = makePlace();
    const args = ['--prefix', checkout, 'exec', '--', 'lostwax', 'serve', '--port', '0', '--json'];
    const npx = spawn('npm', args, {
      cwd: place.folder,
      env: place.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [npx.stdout, npx.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    }
    // The pipes close once no process holds them: by then, the command has exited too.
    const ended = new Promise((resolve) => npx.once('close', resolve));
    try {
      const url = await until('the authority runs', LIMIT_MS, () => {
        assert.equal(npx.exitCode, null, text);
        return /"url":"([^"]+)"/.exec(text)?.[1];
      });
      npx.kill(signal);
      await Promise.race([
        ended,
        until(
          'nobody answers',
          LIMIT_MS,
          async () => (await fetch(`${url}/healthz`).catch(() => undefined)) === undefined,
        ),
      ]);
      await ended;
    } finally {
      npx.kill('SIGKILL');
      place.remove();
    }
  });
}
