import type { Method } from '../settings/method-choices.tsx';

/** What `npm run compare` measured of one method. */
export interface MethodFigures {
  /** From no account to the first 200, machine time. */
  readonly seconds: number;
  /** The variables of the customer's program. */
  readonly stores: readonly string[];
  /** From a revocation to the refusal at the gate, p99. */
  readonly revokedMilliseconds: number;
  /** The same in an unmodified Envoy, where it can check and revoke a key of this method. Missing if no Envoy was measured. */
  readonly plainGateway?: number | 'never' | 'not accepted';
  /** At the gate, p50, with the most keys that were measured. */
  readonly check?: { readonly keys: number; readonly microseconds: number };
  /** The values that a thief with database, log and backups tried, and the calls that succeeded. */
  readonly database: { readonly tried: number; readonly succeeded: number };
  /** Forged calls; missing where there is no signing key to steal. */
  readonly signingKey?: { readonly tried: number; readonly atGate: number; readonly atPlainGateway: number };
}

export interface Figures {
  /** RFC 3339. */
  readonly at: string;
  readonly machine: string;
  readonly methods: Readonly<Partial<Record<Method, MethodFigures>>>;
}

declare global {
  /** The build puts in the figures of docs/choosing.json. */
  const METHOD_FIGURES: Figures;
}

export const figures = METHOD_FIGURES;
