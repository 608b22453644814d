import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../../packages/authority/test/support/ledger.ts';
import { launchAuthority, startAuthority } from '../../tools/testing/authority.ts';
import type { Deployment, Scenario } from './deployment.ts';

/** Reads the file of an authority on a separate connection. */
export async function sqliteRows(dataFolder: string, text: string): Promise<Row[]> {
  const database = new DatabaseSync(join(dataFolder, 'lostwax.db'), { readOnly: true });
  try {
    return database.prepare(text).all() as Row[];
  } finally {
    database.close();
  }
}

async function deploy(folder: string): Promise<Deployment> {
  const data = join(folder, 'data');
  let authority = await startAuthority(data);
  return {
    get authorities() {
      return [authority];
    },
    rows: (text) => sqliteRows(data, text),
    async strike(random) {
      await authority.stop('SIGKILL');
      // Sometimes it is killed again while it starts, possibly during SQLite's own recovery.
      while (random.next() < 0.2) {
        const program = launchAuthority(data, authority.port);
        await delay(random.whole(100, 800));
        await program.stop('SIGKILL');
      }
      authority = await startAuthority(data, authority.port);
    },
    close: () => authority.stop('SIGKILL'),
  };
}

export const killSqlite: Scenario = {
  name: 'kill-sqlite',
  what: 'an authority over SQLite is killed with `kill -9`',
  rounds: 2_000,
  shortRounds: 3,
  skip: false,
  roundsEach: 50,
  deploy,
};
