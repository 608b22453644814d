import { existsSync, mkdirSync } from 'node:fs';
import { chmod, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run as runWithin } from '../../tools/peers/run.ts';
import { startAuthority } from '../../tools/testing/authority.ts';
import { postgresPeer } from '../../tools/testing/postgres.ts';
import { until } from '../../tools/testing/until.ts';
import type { Scenario } from './deployment.ts';
import { allReady, settled, startReplicas } from './replicas.ts';
import { createServer, startServer } from './server.ts';
import { sqliteRows } from './sqlite.ts';

const COMMAND_LIMIT_MS = 30_000;
const run = (program: string, args: readonly string[]) => runWithin(program, args, COMMAND_LIMIT_MS);
const IMAGE_BYTES = 128 * 2 ** 20;

/**
 * `FS_IOC_GOINGDOWN` with `NOLOGFLUSH`, as in xfstests: ext4 stops at once and writes nothing more to the image, neither data nor its
 * log, so whatever wasn't synced is lost as if the power had failed.
 */
const GOING_DOWN = `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))`;

const isPossible =
  process.getuid?.() === 0 && existsSync('/sbin/mkfs.ext4') && existsSync('/dev/loop-control');

const common = {
  shortRounds: 0,
  skip: isPossible ? false : 'it needs root, mkfs.ext4 and loop devices',
  roundsEach: 20,
} as const;

/** A file system in an image. */
interface Disk {
  readonly folder: string;
  /** Loses what wasn't synced; nothing can be written until {@link Disk.mount}. */
  lose(): Promise<void>;
  mount(): Promise<void>;
  unmount(): Promise<void>;
}

async function makeDisk(folder: string): Promise<Disk> {
  const [image, disk] = [join(folder, 'image'), join(folder, 'disk')];
  await writeFile(image, '');
  await truncate(image, IMAGE_BYTES);
  await run('mkfs.ext4', ['-q', '-F', image]);
  mkdirSync(disk);
  const mount = () => run('mount', ['-o', 'loop', image, disk]);
  await mount();
  return {
    folder: disk,
    lose: () => run('python3', ['-c', GOING_DOWN, disk]),
    mount,
    async unmount() {
      // Processes that were killed may still be ending.
      await until('the disk is unmounted', 20_000, () =>
        run('umount', [disk]).then(
          () => true,
          () => false,
        ),
      );
    },
  };
}

export const powerLoss: Scenario = {
  ...common,
  name: 'power-loss',
  what: 'the disk of an authority over SQLite loses everything that was not synced, as in a power failure (ext4 in an image)',
  rounds: 200,
  async deploy(folder) {
    const disk = await makeDisk(folder);
    const data = join(disk.folder, 'data');
    let authority = await startAuthority(data);
    return {
      get authorities() {
        return [authority];
      },
      rows: (text) => sqliteRows(data, text),
      async strike() {
        // It must not answer any more once the disk is gone.
        authority.program.child.kill('SIGSTOP');
        await disk.lose();
        await authority.stop('SIGKILL');
        await disk.unmount();
        await disk.mount();
        authority = await startAuthority(data, authority.port);
      },
      async close() {
        await authority.stop('SIGKILL');
        await disk.unmount();
      },
    };
  },
};

export const postgresPowerLoss: Scenario = {
  ...common,
  skip: common.skip === false ? postgresPeer.skip : common.skip,
  name: 'power-loss-postgres',
  what: 'the disk of PostgreSQL loses everything that was not synced, as in a power failure (ext4 in an image)',
  rounds: 100,
  async deploy(folder) {
    // PostgreSQL may run as another user.
    await chmod(folder, 0o755);
    const disk = await makeDisk(folder);
    const data = join(disk.folder, 'pg');
    await createServer(data);
    let server = await startServer(data);
    await run('sync', ['--file-system', disk.folder]);
    const url = `postgres://lostwax@${encodeURIComponent(data)}/postgres`;
    const replicas = await startReplicas(folder, [url]);
    return {
      authorities: replicas,
      rows: (text) => server.rows(text),
      async strike() {
        await disk.lose();
        await server.kill();
        await disk.unmount();
        await disk.mount();
        server = await startServer(data);
        await allReady(replicas);
        await settled(url);
      },
      async close() {
        for (const replica of replicas) await replica.stop('SIGKILL');
        await server.kill();
        await disk.unmount();
      },
    };
  },
};
