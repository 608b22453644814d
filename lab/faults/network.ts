import { appendFile, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { giveAway } from '../../tools/peers/cluster.ts';
import { postgresPeer } from '../../tools/testing/postgres.ts';
import type { Scenario } from './deployment.ts';
import { linkSkip, makeLink } from './link.ts';
import { allReady, settled, startReplicas } from './replicas.ts';
import { createServer, startServer } from './server.ts';

/**
 * PostgreSQL in a network of its own. The first authority reaches it over a network link, the second and the checker by its Unix
 * socket.
 */
export const networkLink: Scenario = {
  name: 'network-link',
  what: 'the network link between one of two authorities and PostgreSQL, which is in a network namespace, goes down, or loses all packets or only those from PostgreSQL, for up to 12 s',
  rounds: 50,
  shortRounds: 0,
  skip: linkSkip === false ? postgresPeer.skip : linkSkip,
  roundsEach: 20,
  async deploy(folder) {
    await chmod(folder, 0o755);
    await giveAway(folder);
    const home = join(folder, 'p');
    await createServer(home);
    await appendFile(join(home, 'data', 'pg_hba.conf'), 'host all all 169.254.0.0/16 trust\n');
    const link = await makeLink();
    const server = await startServer(home, '0.0.0.0', link.through);
    const direct = `postgres://lostwax@${encodeURIComponent(home)}/postgres`;
    const replicas = await startReplicas(folder, [`postgres://lostwax@${link.address}/postgres`, direct]);
    return {
      authorities: replicas,
      rows: (text) => server.rows(text),
      async strike(random) {
        await random.pick([link.down, link.unplug, link.mute])();
        await delay(random.whole(50, random.next() < 0.5 ? 2_000 : 12_000));
        await link.heal();
        await allReady(replicas);
        await settled(direct);
      },
      async close() {
        for (const replica of replicas) await replica.stop('SIGKILL');
        await server.kill();
        await link.close();
      },
    };
  },
};
