import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const files = { uptime: '/proc/uptime', bootId: '/proc/sys/kernel/random/boot_id' } as const;

/** Why a program cannot have its own versions of kernel files here, or `false`. */
export const namespaceSkip: string | false =
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount --bind /dev/null /proc/uptime']).status === 0
    ? false
    : 'needs the right to mount in a namespace of its own (root, on Linux)';

/**
 * A machine's clock and boot ID as seen by one program. There is no other way to simulate the stopped clock
 * of a virtual machine.
 */
export interface OwnMachine {
  /** Goes before the program's own command line. */
  readonly through: readonly string[];
  /** Advances the uptime, as a sleep does. It then stays at that value. */
  sleep(seconds: number): void;
  /** Simulates a reboot. */
  reboot(): void;
}

export function ownMachine(folder: string): OwnMachine {
  const uptime = join(folder, 'uptime');
  const bootId = join(folder, 'boot-id');
  let now = 10_000;
  const write = (): void => writeFileSync(uptime, `${now.toFixed(2)} ${now.toFixed(2)}\n`);
  write();
  // copyFileSync does not work: files of the kernel report size 0, and some kernels copy just that.
  writeFileSync(bootId, readFileSync(files.bootId));
  const mounts = `mount --bind "$1" ${files.uptime} && mount --bind "$2" ${files.bootId} && shift 2 && exec "$@"`;
  return {
    through: ['unshare', '-m', 'sh', '-c', mounts, 'sh', uptime, bootId],
    sleep(seconds) {
      now += seconds;
      write();
    },
    reboot() {
      writeFileSync(bootId, '00000000-0000-4000-8000-000000000000\n');
    },
  };
}
