import { statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { moduleBeside } from '../module-beside.ts';
import type { Finding } from './check-thread.ts';
import type { Checked } from './checked.ts';

const LOWEST_PRIORITY = 19;
const LOOK_MILLISECONDS = 1_000;
/** SQLite's log may always grow this long, in bytes. */
const SHORT_LOG = 1024 ** 3;

// On a busy machine, requests go first.
setPriority(LOWEST_PRIORITY);
// The authority may have been killed, and nothing else ends a call of SQLite.
const end = (): void => void process.kill(process.pid, 'SIGKILL');
const post = (finding: Finding): void => void process.send?.(finding);
process.once('disconnect', end);
process.once('message', (what: Checked) => {
  if (giveWay(what)) return;
  const look = setInterval(() => giveWay(what) && clearInterval(look), LOOK_MILLISECONDS);
  // SQLite checks the whole file in a single call, during which this process has to look at the log, and to hear that the
  // authority is gone.
  const thread = new Worker(moduleBeside(import.meta.url, 'check-thread'), { workerData: what });
  thread.on('message', post);
  thread.on('error', (error) => post({ kind: 'failed', reason: String(error) }));
  thread.on('exit', () => {
    clearInterval(look);
    process.off('disconnect', end);
    process.disconnect();
  });
});

/**
 * Asks to be ended if SQLite's log is long: it can't be reused while a check reads the database as it was, so it would grow by
 * all that is written.
 */
function giveWay(what: Checked): boolean {
  if (!('file' in what) || sizeOf(`${what.file}-wal`) <= Math.max(SHORT_LOG, sizeOf(what.file))) return false;
  post({ kind: 'postponed' });
  return true;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
