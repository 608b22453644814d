import { bulk, bulkReplica } from './bulk.ts';
import { clockJump, clockJumpReplica } from './clock.ts';
import type { Scenario } from './deployment.ts';
import { failover } from './failover.ts';
import { networkLink } from './network.ts';
import { order } from './order.ts';
import {
  halfOpen,
  killPostgres,
  killReplica,
  networkCut,
  slowDatabase,
  troubledConnection,
} from './postgres.ts';
import { postgresPowerLoss, powerLoss } from './power-loss.ts';
import { killSqlite } from './sqlite.ts';

export const scenarios: readonly Scenario[] = [
  killSqlite,
  powerLoss,
  bulk,
  killReplica,
  bulkReplica,
  killPostgres,
  postgresPowerLoss,
  failover,
  networkCut,
  networkLink,
  halfOpen,
  slowDatabase,
  clockJump,
  clockJumpReplica,
  order,
];

/** Those of which `npm test` runs a few rounds. */
export const shortScenarios: readonly Scenario[] = [...scenarios, troubledConnection].filter(
  ({ shortRounds }) => shortRounds > 0,
);
