import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { pino } from 'pino';
import { descendants } from '../../../tools/testing/descendants.ts';
import { until } from '../../../tools/testing/until.ts';
import { startIntegrityCheck } from '../src/integrity/check.ts';
import { openSqliteStore } from '../src/store/sqlite/open.ts';
import { makeFolder } from './support/fixture.ts';

it('the check of the database ends with an authority that is killed, even during one long call', async (t) => {
  // Opening it waits until somebody writes, as a check of a very large file would.
  const file = join(makeFolder(), 'lostwax.db');
  execFileSync('mkfifo', [file]);
  const child = fork(join(import.meta.dirname, '../src/integrity/check-process.ts'), { execArgv: [] });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  await new Promise((resolve) => child.send({ file }, resolve));
  child.disconnect();
  await exited;
});

it('the check of the database gives way to a long log, even during one long call, and starts over', async (t) => {
  const file = join(makeFolder(), 'lostwax.db');
  const good = `${file}.good`;
  await openSqliteStore(good).close();
  execFileSync('mkfifo', [file]);
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line).msg) });
  const { integrity, stop } = startIntegrityCheck({ file }, log, { delay: 0, again: 1 });
  t.after(stop);
  const waiting = await until('it waits', 60_000, () => descendants(process.pid).find(isOpening));
  // Longer than any may be, but without content.
  writeFileSync(`${file}-wal`, '');
  truncateSync(`${file}-wal`, 1024 ** 3 + 1);
  await until('it gave way', 60_000, () => !descendants(process.pid).includes(waiting));
  renameSync(good, file);
  rmSync(`${file}-wal`);
  await until('it has ended', 60_000, () => integrity.unknownKeys === 0);
  assert.equal(integrity.damaged, false);
  assert.deepEqual(new Set(logged), new Set([logged[0]]));
  assert.match(logged[0] ?? '', /postponed/);
});

/** Whether a thread waits for the other end of a pipe, as Linux names that. */
function isOpening(pid: number): boolean {
  const threads = `/proc/${pid}/task`;
  try {
    return readdirSync(threads).some((id) =>
      /wait_for_partner/.test(readFileSync(join(threads, id, 'wchan'), 'utf8')),
    );
  } catch {
    // It has just ended.
    return false;
  }
}
