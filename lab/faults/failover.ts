import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { giveAway } from '../../tools/peers/cluster.ts';
import { postgresPeer } from '../../tools/testing/postgres.ts';
import { until } from '../../tools/testing/until.ts';
import type { Scenario } from './deployment.ts';
import { startFront } from './front.ts';
import { allReady, settled, startReplicas } from './replicas.ts';
import { copyServer, createServer, type Server, startServer } from './server.ts';

const SYNC_LIMIT_MS = 30_000;

/** The synchronous standby takes over from a primary that is killed, and gets a standby of its own. */
export const failover: Scenario = {
  name: 'failover',
  what: 'the PostgreSQL primary is killed with `kill -9`, and its synchronous standby is promoted',
  rounds: 50,
  shortRounds: 1,
  skip: postgresPeer.skip,
  roundsEach: 10,
  async deploy(folder) {
    await chmod(folder, 0o755);
    await giveAway(folder);
    let number = 0;
    const folderOf = (n: number): string => join(folder, `p${n}`);
    await createServer(folderOf(0));
    let primary = await startServer(folderOf(0));
    const addStandby = async (): Promise<Server> => {
      number += 1;
      await copyServer(primary, folderOf(number));
      const server = await startServer(folderOf(number));
      await until('the standby is synchronous', SYNC_LIMIT_MS, async () => {
        const rows = await primary.rows("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
        return rows.length > 0;
      });
      return server;
    };
    // Inherited by every standby: a server confirms nothing until it has a standby of its own.
    await primary.rows("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    await primary.rows('SELECT pg_reload_conf()');
    let standby = await addStandby();
    const front = await startFront(primary.socket);
    const url = `postgres://lostwax@127.0.0.1:${front.port}/postgres`;
    const replicas = await startReplicas(folder, [url, url]);
    return {
      authorities: replicas,
      rows: (text) => primary.rows(text),
      async strike() {
        // In alternate rounds, the primary closes its connections as it ends, or vanishes without closing them.
        if (number % 2 === 1) front.abandon();
        else front.cut();
        await primary.kill();
        const lost = folderOf(number - 1);
        await standby.rows('SELECT pg_promote()');
        primary = standby;
        front.lead(primary.socket);
        front.heal();
        standby = await addStandby();
        await rm(lost, { recursive: true, force: true });
        await allReady(replicas);
        await settled(url);
      },
      async close() {
        for (const replica of replicas) await replica.stop('SIGKILL');
        await front.close();
        await standby.kill();
        await primary.kill();
      },
    };
  },
};
