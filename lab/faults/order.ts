import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { parsePosition } from '@lostwax/contract';
import { ApiError, type RunningAuthority } from '../../tools/testing/authority.ts';
import { postgresPeer, startPostgres } from '../../tools/testing/postgres.ts';
import type { Random } from '../../tools/testing/random.ts';
import type { Scenario } from './deployment.ts';
import { History } from './history.ts';
import { frontOf, killReplicaOf, over } from './postgres.ts';
import { settled, startReplicas } from './replicas.ts';

const READERS = 6;
const LONGEST_MS = 1_500;
/** From the database to one of the replicas: without it, all hear of a change before anybody could ask. */
const LATENCY_MS = 150;
const PATH = '/v1/workspaces/order';

/** Concurrent clients at three replicas, one of which is killed: what they read must be in order. */
export const order: Scenario = {
  name: 'order',
  what: 'clients read and write the same key, change feed and key set at three replicas, one of which hears of changes late and one of which is killed, and their histories are in order',
  rounds: 200,
  shortRounds: 1,
  skip: postgresPeer.skip,
  roundsEach: 10,
  async deploy(folder) {
    const postgres = await startPostgres();
    const url = await postgres.database();
    const { front, frontUrl } = await frontOf(url);
    const urls = [url, url, frontUrl];
    const replicas = await startReplicas(folder, urls);
    const [first] = replicas;
    await first?.call('POST', '/v1/workspaces', { slug: 'order' });
    const base = over(postgres, url, replicas);
    return {
      ...base,
      async strike(random) {
        const stop = await startHistory(replicas, random);
        front.slow(LATENCY_MS);
        await delay(random.whole(100, LONGEST_MS));
        // A start asks the database many times.
        front.heal();
        await killReplicaOf(replicas, urls, random);
        await stop();
        await settled(url);
      },
      async close() {
        await base.close();
        await front.close();
      },
    };
  },
};

/** One client renames and toggles a key, others read it, the head of the feed and the key set. The returned function ends and checks them. */
async function startHistory(
  replicas: readonly RunningAuthority[],
  random: Random,
): Promise<() => Promise<void>> {
  const any = (): RunningAuthority => random.pick(replicas);
  const { key } = await any().call<{ key: { id: string } }>('POST', `${PATH}/keys`, {
    customer: 'customer-1',
  });
  const headSeq = async (): Promise<number> => {
    const { position } = await any().call<{ position: string }>('GET', '/order/feed/head');
    return parsePosition(position)?.seq ?? assert.fail('There is no position.');
  };
  const setSeq = async (): Promise<number> => {
    const url = `${any().url}/order/.well-known/jwks.json`;
    const { status, headers } = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    if (status !== 200) throw new ApiError('the key set', status, undefined, '');
    return parsePosition(headers.get('etag')?.slice(1, -1))?.seq ?? assert.fail('There is no position.');
  };
  const base = await headSeq();
  const names = new History('the name of a key');
  const heads = new History('the position of a feed');
  const sets = new History('the position of a key set');
  let isRunning = true;
  const writer = async (): Promise<void> => {
    for (let n = 1; isRunning; n += 1) {
      await names.wrote(n, () => any().call('PATCH', `${PATH}/keys/${key.id}`, { name: `${n}` }));
      const verb = n % 2 === 1 ? 'disable' : 'enable';
      const toggle = () => any().call('POST', `${PATH}/keys/${key.id}/${verb}`, {});
      await heads.wrote(n, () => sets.wrote(n, toggle));
    }
  };
  const reader = async (): Promise<void> => {
    while (isRunning) {
      const reading = names.read(async () => {
        const { name } = await any().call<{ name: string | null }>('GET', `${PATH}/keys/${key.id}`);
        return Number(name ?? 0);
      });
      await reading.catch(ifUnreachable);
      await heads.read(async () => (await headSeq()) - base).catch(ifUnreachable);
      await sets.read(async () => (await setSeq()) - base).catch(ifUnreachable);
      // A replica that is down refuses at once.
      await delay(2);
    }
  };
  // The writer stops at its first failure: only later reads can tell whether that write was made.
  const writing = writer().catch(ifUnreachable);
  const running = Promise.all([writing, ...Array.from({ length: READERS }, reader)]);
  running.catch(() => {});
  return async () => {
    isRunning = false;
    await running;
    for (const history of [names, heads, sets]) {
      if (history.reads === 0) throw new Error('Nothing was read.');
      history.check();
    }
  };
}

/** @throws The error, unless it is that a replica is down. */
function ifUnreachable(error: unknown): void {
  if (error instanceof ApiError ? error.status !== 503 : !(error instanceof TypeError)) throw error;
}
