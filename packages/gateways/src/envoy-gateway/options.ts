import type { AlgorithmName } from '@lostwax/core';
import type { Address } from '../address.ts';
import { assertRevocation } from '../envoy/fetch.ts';
import { assertKeepsUp, chooseKeySet, mostKeysByDefault } from '../envoy/load.ts';
import { workspaceOf } from '../issuer.ts';
import { kubernetesName, serviceAddress } from '../kubernetes.ts';

/** What manifests are made from. */
export interface EnvoyGatewayOptions {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly audience: string;
  /** Of the workspace's key IDs. */
  readonly prefix: string;
  /** Of the workspace's keys. `ES256` by default. */
  readonly algorithm?: AlgorithmName | undefined;
  /** The API: the name of a Kubernetes Service, and its port. */
  readonly upstream: Address;
  /** The gate: a Service and its port for gRPC. `lostwax-gate:7423` by default. */
  readonly gate?: Address | undefined;
  /** The name of the Gateway that the routes belong to. `eg` by default. */
  readonly parent?: string | undefined;
  readonly keys?: number | undefined;
  readonly revocationSeconds?: number | undefined;
  /** 1: one document. 16: 16 routes of 16 documents each, as a policy may have 16 providers. */
  readonly shards?: 1 | 16 | undefined;
  /** `gate` (the default): Envoy asks a gate. `jwt`: it checks keys by the key set. */
  readonly mode?: 'gate' | 'jwt' | undefined;
}

/** The same, checked. */
export interface EnvoyGatewaySettings {
  readonly issuer: string;
  readonly workspace: string;
  readonly audience: string;
  readonly prefix: string;
  readonly algorithm: AlgorithmName | undefined;
  readonly upstream: Address;
  readonly gate: Address;
  readonly parent: string;
  readonly keys: number | undefined;
  readonly shards: 1 | 16;
  readonly revocationSeconds: number;
  readonly mode: 'gate' | 'jwt';
}

const DOCUMENTS = 256;

/** @throws RangeError for an option out of its bounds, or more keys than Envoy can have. */
export function settleEnvoyGateway(options: EnvoyGatewayOptions): EnvoyGatewaySettings {
  const { issuer, audience, prefix, algorithm, keys, mode = 'gate', parent = 'eg' } = options;
  const choice = chooseKeySet(mode === 'jwt' ? (keys ?? null) : null, options, 16);
  const { shards, revocationSeconds } = choice;
  assertRevocation('Envoy', revocationSeconds);
  if (mode === 'jwt' && keys !== undefined) {
    // Envoy Gateway has no setting for a larger document.
    const most = mostKeysByDefault(options) * (shards === 1 ? 1 : DOCUMENTS);
    if (keys > most)
      throw new RangeError(
        `Envoy refuses a key set over 32 MiB, about ${most.toLocaleString('en')} keys of this workspace, and then keeps accepting every key that it knows. Choose ${shards === 1 ? '16 routes' : 'the mode "gate"'}.`,
      );
    assertKeepsUp('Envoy', keys, choice);
  }
  return {
    ...{ issuer, audience, prefix, algorithm, keys, mode, shards, revocationSeconds },
    workspace: workspaceOf(issuer),
    upstream: serviceAddress('upstream', options.upstream),
    gate: serviceAddress('gate', options.gate ?? { host: 'lostwax-gate', port: 7_423 }),
    parent: kubernetesName('Gateway', parent),
  };
}
