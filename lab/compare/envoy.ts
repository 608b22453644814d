import { renderEnvoy } from '@lostwax/gateways';
import { type RunningEnvoy, startEnvoy } from '../../tools/testing/envoy.ts';
import { type Bare, startBare } from '../bench/load/bare.ts';

/** A stock Envoy that checks keys by the key set, in front of a server that does nothing. */
export interface CheckingEnvoy extends Pick<RunningEnvoy, 'url' | 'pid'> {
  /** A path that needs no key: what Envoy itself takes. */
  readonly openUrl: string;
  stop(): Promise<void>;
}

/** What a configuration says of a workspace. */
export interface EnvoyWorkspace {
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
}

const START_LIMIT_MS = 180_000;
const OPEN_PATH = '/open';
const anyPort = { host: '127.0.0.1', port: 0 };

/** @param revocationSeconds - 2 is the shortest; 3,600 keeps fetches out of a measurement. */
export async function startCheckingEnvoy(
  program: string,
  { issuer, audience, prefix }: EnvoyWorkspace,
  keys: number,
  revocationSeconds: number,
): Promise<CheckingEnvoy> {
  const upstream: Bare = await startBare(new Response(null, { headers: { 'content-length': '0' } }));
  const { hostname: host, port } = new URL(upstream.url);
  const config = renderEnvoy({
    ...{ issuer, audience, prefix, keys, revocationSeconds, openPaths: [OPEN_PATH] },
    ...{ upstream: { host, port: Number(port) }, listen: anyPort, admin: anyPort },
  });
  try {
    const envoy = await startEnvoy(program, config, START_LIMIT_MS);
    const stop = async (): Promise<void> => {
      await envoy.stop();
      await upstream.stop();
    };
    return { url: envoy.url, pid: envoy.pid, openUrl: `${envoy.url}${OPEN_PATH}`, stop };
  } catch (error) {
    await upstream.stop();
    throw error;
  }
}
