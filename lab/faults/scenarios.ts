import type { Scenario } from './deployment.ts';
import { killSqlite } from './sqlite.ts';

export const scenarios: readonly Scenario[] = [killSqlite];
