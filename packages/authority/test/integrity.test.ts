import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

it('the check of the database ends with an authority that is killed, even during one long call', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-check-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // Opening it waits until somebody writes, as a check of a very large file would.
  const file = join(folder, 'lostwax.db');
  execFileSync('mkfifo', [file]);
  const child = fork(join(import.meta.dirname, '../src/integrity/check-process.ts'), { execArgv: [] });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  await new Promise((resolve) => child.send({ file }, resolve));
  child.disconnect();
  await exited;
});
