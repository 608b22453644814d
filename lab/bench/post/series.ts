import type { AlgorithmName } from '@lostwax/core';
import { type EnvoyOptions, renderEnvoy } from '@lostwax/gateways';
import { type RunningEnvoy, startEnvoy } from '../../../tools/testing/envoy.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import type { KeySourceReport } from './key-source.ts';

/** One way to check keys, measured at every number of keys. */
export interface Series {
  readonly what: string;
  readonly algorithm: AlgorithmName;
  /** Options of Envoy's configuration. */
  readonly envoy: Partial<EnvoyOptions>;
  /** Documents that Envoy refetches periodically; 0 if a gate checks the keys. */
  readonly documents: number;
}

const rsa: Series = {
  what: 'RSA-2048, one document',
  algorithm: 'RS256',
  envoy: { mode: 'jwt', shards: 1 },
  documents: 1,
};

const p256: Series = {
  what: 'P-256, one document',
  algorithm: 'ES256',
  envoy: { mode: 'jwt', shards: 1 },
  documents: 1,
};

const shards: Series = {
  what: 'P-256, 256 shards',
  algorithm: 'ES256',
  envoy: { mode: 'jwt', shards: 256 },
  // The last one is for requests without anything like a key.
  documents: 257,
};

const gate: Series = {
  what: 'P-256, gate behind Envoy',
  algorithm: 'ES256',
  envoy: { mode: 'gate', gateProtocol: 'grpc' },
  documents: 0,
};

export const series = { rsa, p256, shards, gate } as const;
export const allSeries: readonly Series[] = [rsa, p256, shards, gate];

/** What requests are sent to: Envoy, with a gate in the gate series. */
export interface RunningSeries {
  readonly url: string;
  readonly pids: readonly number[];
  /** How many documents it has fetched and parsed so far. */
  documentsRead(): Promise<number>;
  kill(): Promise<void>;
}

export interface StartOptions {
  /** Path of Envoy's binary. */
  readonly program: string;
  readonly source: KeySourceReport;
  readonly upstream: string;
  readonly revocationSeconds: number;
  readonly startLimitMilliseconds: number;
  readonly signal: AbortSignal;
}

/** Lets the system choose a port. */
export const anyPort = { host: '127.0.0.1', port: 0 } as const;

export async function startSeries({ envoy }: Series, options: StartOptions): Promise<RunningSeries> {
  const { program, source, upstream, revocationSeconds, startLimitMilliseconds, signal } = options;
  const { issuer, audience, prefix } = source;
  const checking = envoy.mode === 'gate' ? await startCheckingGate(issuer) : undefined;
  try {
    const config = renderEnvoy({
      ...{ issuer, audience, prefix, revocationSeconds, listen: anyPort, admin: anyPort },
      ...{
        upstream: addressOf(upstream),
        gate: addressOf(`http://${checking?.grpcAddress ?? '127.0.0.1:1'}`),
      },
      ...envoy,
    });
    return running(await startEnvoy(program, config, startLimitMilliseconds, signal), checking);
  } catch (error) {
    await checking?.stop('SIGKILL');
    throw error;
  }
}

async function startCheckingGate(issuer: string): Promise<RunningGate> {
  const started = await startGate(['--issuer', issuer, '--threads', '1', '--grpc-port', '0']);
  try {
    await gateReady(started);
    return started;
  } catch (error) {
    await started.stop('SIGKILL');
    throw error;
  }
}

function running(envoy: RunningEnvoy, checking: RunningGate | undefined): RunningSeries {
  return {
    url: envoy.url,
    pids: [envoy.pid, ...(checking === undefined ? [] : [checking.program.child.pid ?? 0])],
    documentsRead: () => envoy.statistic('http.api.jwt_authn.jwks_fetch_success'),
    async kill() {
      await envoy.stop('SIGKILL');
      await checking?.stop('SIGKILL');
    },
  };
}

export function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
