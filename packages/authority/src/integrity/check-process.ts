import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { moduleBeside } from '../module-beside.ts';
import type { Finding } from './check-thread.ts';
import type { Checked } from './checked.ts';

const LOWEST_PRIORITY = 19;

// On a busy machine, requests go first.
setPriority(LOWEST_PRIORITY);
// The authority may have been killed, and nothing else ends a call of SQLite.
const end = (): void => void process.kill(process.pid, 'SIGKILL');
process.once('disconnect', end);
process.once('message', (what: Checked) => {
  // SQLite checks the whole file in a single call, during which this process still has to hear that the authority is gone.
  const thread = new Worker(moduleBeside(import.meta.url, 'check-thread'), { workerData: what });
  const post = (finding: Finding): void => void process.send?.(finding);
  thread.on('message', post);
  thread.on('error', (error) => post({ kind: 'failed', reason: String(error) }));
  thread.on('exit', () => {
    process.off('disconnect', end);
    process.disconnect();
  });
});
