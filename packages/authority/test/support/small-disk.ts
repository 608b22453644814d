import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real file system that can be filled and freed. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk except for this many bytes. */
  fill(leave: number): void;
  makeRoom(): void;
  remove(): void;
}

/**
 * @param mebibytes - Its size.
 * @returns The disk, or the reason why there is none: only root may mount.
 */
export function mountSmallDisk(mebibytes = 8): SmallDisk | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'needs root on Linux, to mount a small file system: run it with sudo or in a container';
  }
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    return `this container may not mount a file system (${error instanceof Error ? error.message.trim() : 'mount failed'})`;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill(leave) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    },
    makeRoom: () => rmSync(ballast),
    remove() {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
