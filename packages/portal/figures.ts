import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Measured by `npm run compare`. */
export const comparisonFile = join(import.meta.dirname, '../../docs/choosing.json');

interface Measured {
  readonly name: string;
  readonly first: { readonly seconds: number };
  readonly consumer: { readonly variables: readonly string[] };
  readonly revocation: { readonly p99: number };
  readonly envoyRevocation?: { readonly p99: number } | 'never' | 'not accepted';
  readonly speeds: readonly { readonly keys: number; readonly p50: number }[];
  readonly signingKey?: { readonly tried: number; readonly atGate: number; readonly atPlainGateway: number };
  readonly thieves: { readonly database: { readonly tried: number; readonly succeeded: number } };
}

/** The figures that the console shows: `Figures` of `src/console/choose/figures.ts`. The package contains them, not the whole comparison. */
export function readFigures(): object {
  const { at, machine, methods } = JSON.parse(readFileSync(comparisonFile, 'utf8')) as {
    readonly at: string;
    readonly machine: string;
    readonly methods: readonly Measured[];
  };
  return { at, machine, methods: Object.fromEntries(methods.map((it) => [it.name, figuresOf(it)])) };
}

function figuresOf(it: Measured): object {
  const most = it.speeds.at(-1);
  const { envoyRevocation: envoy, signingKey } = it;
  return {
    seconds: it.first.seconds,
    stores: it.consumer.variables.filter((name) => name !== 'API_URL'),
    revokedMilliseconds: it.revocation.p99,
    plainGateway: typeof envoy === 'object' ? envoy.p99 : envoy,
    check: most && { keys: most.keys, microseconds: most.p50 },
    database: it.thieves.database,
    signingKey,
  };
}
