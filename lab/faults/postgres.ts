import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import {
  postgresPeer,
  type RunningPostgres,
  replicaFlags,
  startPostgres,
} from '../../tools/testing/postgres.ts';
import type { Random } from '../../tools/testing/random.ts';
import type { Deployment, Scenario } from './deployment.ts';
import { type Front, startFront } from './front.ts';
import { allReady, postgresRows, settled, startReplicas } from './replicas.ts';

const common = { skip: postgresPeer.skip, roundsEach: 20 } as const;

export const killReplica: Scenario = {
  ...common,
  name: 'kill-replica',
  what: 'one of two authorities over PostgreSQL is killed with `kill -9`',
  rounds: 500,
  shortRounds: 0,
  async deploy(folder) {
    const postgres = await startPostgres();
    const url = await postgres.database();
    const replicas = await startReplicas(folder, [url, url]);
    return {
      ...over(postgres, url, replicas),
      async strike(random) {
        await killReplicaOf(replicas, [url, url], random);
        await settled(url);
      },
    };
  },
};

/**
 * Kills one of the authorities, and starts it again.
 *
 * @param urls - How each of them reaches the database.
 */
export async function killReplicaOf(
  replicas: RunningAuthority[],
  urls: readonly string[],
  random: Random,
): Promise<void> {
  const index = random.whole(0, replicas.length - 1);
  const [first, killed, url] = [replicas[0], replicas[index], urls[index]];
  if (first === undefined || killed === undefined || url === undefined)
    throw new Error('There is no authority.');
  await killed.stop('SIGKILL');
  replicas[index] = await startAuthority(killed.dataFolder, killed.port, replicaFlags(first, url));
}

export const killPostgres: Scenario = {
  ...common,
  name: 'kill-postgres',
  what: 'the PostgreSQL server behind two authorities is killed with `kill -9`',
  rounds: 200,
  shortRounds: 1,
  async deploy(folder) {
    const postgres = await startPostgres();
    const url = await postgres.database();
    const replicas = await startReplicas(folder, [url, url]);
    return {
      ...over(postgres, url, replicas),
      async strike() {
        await postgres.halt('SIGKILL');
        await postgres.start();
        await allReady(replicas);
        await settled(url);
      },
    };
  },
};

/** Makes a connection fail. In a short run, not for long. */
type Trouble = (front: Front, random: Random, isShort: boolean) => Promise<void>;

/** Two authorities: the first reaches PostgreSQL through a connection that can fail, the second directly. */
function throughFront(
  scenario: Pick<Scenario, 'name' | 'what' | 'rounds' | 'shortRounds'>,
  trouble: Trouble,
): Scenario {
  return {
    ...common,
    ...scenario,
    async deploy(folder) {
      const postgres = await startPostgres();
      const url = await postgres.database();
      const { front, frontUrl } = await frontOf(url);
      const replicas = await startReplicas(folder, [frontUrl, url]);
      const base = over(postgres, url, replicas);
      return {
        ...base,
        async strike(random, isShort) {
          await trouble(front, random, isShort);
          front.heal();
          await allReady(replicas);
          await settled(url);
        },
        async close() {
          await base.close();
          await front.close();
        },
      };
    },
  };
}

/** Starts a proxy in front of a database, and returns the database's URL through it. */
export async function frontOf(url: string): Promise<{ readonly front: Front; readonly frontUrl: string }> {
  const [, host = '', name = ''] = /@(.+)\/(.+)$/.exec(url) ?? [];
  const front = await startFront(join(decodeURIComponent(host), '.s.PGSQL.5432'));
  return { front, frontUrl: `postgres://lostwax@127.0.0.1:${front.port}/${name}` };
}

const cut: Trouble = async (front, random, isShort) => {
  front.cut();
  await delay(random.whole(50, isShort ? 500 : 3_000));
};

const hang: Trouble = async (front, random, isShort) => {
  front.hang();
  await delay(random.whole(100, isShort ? 1_500 : 12_000));
  if (random.next() < 0.5) front.drop();
};

const slow: Trouble = async (front, random, isShort) => {
  front.slow(1_000);
  await delay(isShort ? 2_500 : random.whole(3_000, 8_000));
};

export const networkCut: Scenario = throughFront(
  {
    name: 'network-cut',
    what: 'the connection between one of two authorities and PostgreSQL breaks, and stays broken for up to 3 s',
    rounds: 100,
    shortRounds: 0,
  },
  cut,
);

export const halfOpen: Scenario = throughFront(
  {
    name: 'half-open',
    what: 'the connections between one of two authorities and PostgreSQL hang for up to 12 s, then resume or close',
    rounds: 50,
    shortRounds: 0,
  },
  hang,
);

export const slowDatabase: Scenario = throughFront(
  {
    name: 'slow-database',
    what: 'for 3 to 8 s, everything between one of two authorities and PostgreSQL is delayed by one second in each direction',
    rounds: 30,
    shortRounds: 0,
  },
  slow,
);

/** The three above, one after the other, for `npm test`: they share what takes long to start. */
export const troubledConnection: Scenario = throughFront(
  {
    name: 'troubled-connection',
    what: 'the connection between one of two authorities and PostgreSQL breaks, hangs and is slow',
    rounds: 20,
    shortRounds: 1,
  },
  async (front, random, isShort) => {
    for (const trouble of [cut, hang, slow]) {
      await trouble(front, random, isShort);
      front.heal();
    }
  },
);

/** What all deployments over a PostgreSQL of their own have in common. */
export function over(
  postgres: RunningPostgres,
  url: string,
  replicas: readonly RunningAuthority[],
): Omit<Deployment, 'strike'> {
  return {
    get authorities() {
      return replicas;
    },
    rows: (text) => postgresRows(url, text),
    async close() {
      for (const replica of replicas) await replica.stop('SIGKILL');
      await postgres.stop();
    },
  };
}
