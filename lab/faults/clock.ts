import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { peerForTests } from '../../tools/peers/peer.ts';
import { startAuthority } from '../../tools/testing/authority.ts';
import { postgresPeer, replicaFlags, startPostgres } from '../../tools/testing/postgres.ts';
import type { Random } from '../../tools/testing/random.ts';
import type { Deployment, Scenario } from './deployment.ts';
import { over } from './postgres.ts';
import { settled } from './replicas.ts';
import { sqliteRows } from './sqlite.ts';

const faketime = await peerForTests('faketime');

/** Changes are kept for a day: with two jumps of less than half a day, none is old enough to be deleted during the test. */
const LONGEST_JUMP_SECONDS = 10 * 3_600;
/** Longest time between two jumps. An authority notices one within a second, so it misses some. */
const LONGEST_MS = 1_600;

/** The wall clock of a process. */
interface FakeClock {
  readonly env: NodeJS.ProcessEnv;
  /** How far it is ahead of this machine's, in seconds; negative if it is behind. */
  readonly ahead: number;
  set(ahead: number): void;
}

function makeClock(folder: string): FakeClock {
  const file = join(folder, 'clock');
  let current = 0;
  const set = (ahead: number): void => {
    // In one step: an empty file would be another jump.
    writeFileSync(`${file}.new`, ahead < 0 ? `${ahead}` : `+${ahead}`);
    renameSync(`${file}.new`, file);
    current = ahead;
  };
  set(0);
  return {
    env: {
      ...process.env,
      LD_PRELOAD: faketime.program,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    get ahead() {
      return current;
    },
    set,
  };
}

/** Changes the clock up to three times, and sometimes kills the process so that it starts with another clock. */
async function jump(clock: FakeClock, random: Random, restart: () => Promise<void>): Promise<void> {
  for (let left = random.whole(1, 3); left > 0; left -= 1) {
    const isRight = left === 1 && random.next() < 0.4;
    clock.set(isRight ? 0 : random.whole(-LONGEST_JUMP_SECONDS, LONGEST_JUMP_SECONDS));
    if (random.next() < 0.25) await restart();
    await delay(random.whole(20, LONGEST_MS));
  }
}

const common = { shortRounds: 1, roundsEach: 20 } as const;

export const clockJump: Scenario = {
  ...common,
  name: 'clock-jump',
  what: 'the clock of an authority over SQLite jumps by up to 20 hours, ahead or back, up to three times; keys expire, and sometimes the authority is killed with `kill -9`',
  rounds: 200,
  skip: faketime.skip,
  async deploy(folder) {
    const clock = makeClock(folder);
    const data = join(folder, 'data');
    let authority = await startAuthority(data, 0, [], clock.env);
    return {
      get authorities() {
        return [authority];
      },
      clock: { now: () => Date.now() + clock.ahead * 1_000 },
      rows: (text) => sqliteRows(data, text),
      strike: (random) =>
        jump(clock, random, async () => {
          await authority.stop('SIGKILL');
          authority = await startAuthority(data, authority.port, [], clock.env);
        }),
      close: () => authority.stop('SIGKILL'),
    };
  },
};

export const clockJumpReplica: Scenario = {
  ...common,
  shortRounds: 0,
  name: 'clock-jump-replica',
  what: 'as `clock-jump`, for one of two authorities over PostgreSQL; the clock of the other is right',
  rounds: 100,
  skip: faketime.skip || postgresPeer.skip,
  async deploy(folder): Promise<Deployment> {
    const clock = makeClock(folder);
    const postgres = await startPostgres();
    const url = await postgres.database();
    const first = await startAuthority(join(folder, 'r0'), 0, ['--database', url]);
    const start = (port: number) =>
      startAuthority(join(folder, 'r1'), port, replicaFlags(first, url), clock.env);
    const replicas = [first, await start(0)];
    return {
      ...over(postgres, url, replicas),
      // Either of them ends a key that has expired by its own clock.
      clock: { now: () => Date.now() + Math.max(0, clock.ahead) * 1_000 },
      async strike(random) {
        await jump(clock, random, async () => {
          const [, other] = replicas;
          await other?.stop('SIGKILL');
          replicas[1] = await start(other?.port ?? 0);
        });
        await settled(url);
      },
    };
  },
};
