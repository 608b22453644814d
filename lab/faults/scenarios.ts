import type { Scenario } from './deployment.ts';
import { failover } from './failover.ts';
import { order } from './order.ts';
import { halfOpen, killPostgres, killReplica, networkCut, slowDatabase } from './postgres.ts';
import { postgresPowerLoss, powerLoss } from './power-loss.ts';
import { killSqlite } from './sqlite.ts';

export const scenarios: readonly Scenario[] = [
  killSqlite,
  powerLoss,
  killReplica,
  killPostgres,
  postgresPowerLoss,
  failover,
  networkCut,
  halfOpen,
  slowDatabase,
  order,
];
