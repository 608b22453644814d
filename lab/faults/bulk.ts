import type { Scenario } from './deployment.ts';
import { killReplica } from './postgres.ts';
import { killSqlite } from './sqlite.ts';

/** Few rounds on one deployment, because each adds thousands of keys, and all of them are checked. */
const many = { isBulk: true, rounds: 50, shortRounds: 1, roundsEach: 5 } as const;
const done =
  'while all keys of customers are suspended, resumed and revoked, and others imported and issued in batches';

export const bulk: Scenario = {
  ...killSqlite,
  ...many,
  name: 'bulk',
  what: `an authority over SQLite is killed with \`kill -9\` ${done}`,
};

export const bulkReplica: Scenario = {
  ...killReplica,
  ...many,
  name: 'bulk-replica',
  what: `one of two authorities over PostgreSQL is killed with \`kill -9\` ${done}`,
};
