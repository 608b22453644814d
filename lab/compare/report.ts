import { readFileSync, writeFileSync } from 'node:fs';
import type { Cost } from './cost.ts';
import type { Effort } from './effort.ts';
import type { FirstCall } from './first-call.ts';
import type { ComparedMethod } from './methods.ts';
import type { Delays, EnvoyDelays } from './revocation.ts';
import type { ForgedCalls } from './signing-key-thief.ts';
import type { Speed } from './speed.ts';
import type { Theft } from './thief.ts';

/** What was measured of one method beside its speed. */
export interface Measured {
  readonly first: FirstCall;
  readonly consumer: Effort;
  readonly producer: Effort;
  readonly cost: Cost;
  readonly revocation: Delays;
  /** In an unmodified Envoy that fetches the key set every second; undefined if none is installed. */
  readonly envoyRevocation?: EnvoyDelays | undefined;
  /** Undefined where there is no signing key to steal. */
  readonly signingKey?: ForgedCalls | undefined;
  readonly thieves: Readonly<Record<'database' | 'memory' | 'credential', Theft>>;
}

export type MethodFigures = Pick<ComparedMethod, 'name' | 'title'> &
  Measured & { readonly speeds: readonly Speed[] };

/** A run as its file holds it. */
export interface Comparison {
  readonly machine: string;
  /** RFC 3339. */
  readonly at: string;
  /** What the whole run took. */
  readonly seconds: number;
  readonly methods: readonly MethodFigures[];
}

export function writeComparison(file: string, comparison: Comparison): void {
  writeFileSync(file, `${JSON.stringify(comparison, null, 2)}\n`);
}

export function readComparison(file: string): Comparison {
  return JSON.parse(readFileSync(file, 'utf8')) as Comparison;
}
