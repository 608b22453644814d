import { spawnSync } from 'node:child_process';
import { type Program, startProgram } from '../../../../tools/testing/program.ts';
import { until } from '../../../../tools/testing/until.ts';

/** What SQLite asks of a disk. Memory that is mapped already still works, as it does when a disk dies. */
const CALLS = 'pread64,pwrite64,fsync,fdatasync,ftruncate';

/** Why disks can't be made to fail here; undefined if they can. */
export const noFailingDisk: string | undefined = reason();

function reason(): string | undefined {
  const probe = spawnSync('strace', ['-o', '/dev/null', 'true']);
  return probe.status === 0
    ? undefined
    : 'needs strace and the right to trace processes: install strace and run it as root';
}

/**
 * Makes every call of a running process to these files fail as on a disk that is broken or was pulled out: the kernel answers EIO.
 *
 * @returns A function that repairs the disk.
 */
export async function breakDisk({ child }: Program, files: readonly string[]): Promise<() => Promise<void>> {
  const paths = files.flatMap((file) => ['-P', file]);
  const faults = ['-e', `trace=${CALLS}`, '-e', `inject=${CALLS}:error=EIO`];
  const tracer = startProgram('strace', ['-f', '-p', `${child.pid}`, ...paths, ...faults]);
  await until('strace is attached', 10_000, () => /attached/.test(tracer.output()));
  // SIGTERM makes it detach.
  return () => tracer.stop();
}
