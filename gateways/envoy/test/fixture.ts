import { type EnvoyOptions, renderEnvoy } from '../../../packages/gateways/src/index.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { type RunningEnvoy, startEnvoy } from '../../../tools/testing/envoy.ts';
import { ask, type HeaderLine } from '../../../tools/testing/request.ts';

/** An Envoy with our configuration before an upstream. */
export interface Gateway {
  readonly envoy: RunningEnvoy;
  /** The status that a client gets. */
  status(...lines: readonly HeaderLine[]): Promise<number>;
  /** The header lines that the upstream gets of a request that must pass. */
  upstreamHeaders(...lines: readonly HeaderLine[]): Promise<Seen['headers']>;
  stop(): Promise<void>;
}

/** What a workspace gives to a configuration. */
export interface Workspace {
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
}

/** `cache_duration: 1s`, the shortest that a configuration of ours can have. */
const SHORTEST_REVOCATION_SECONDS = 2;

const anyPort = { host: '127.0.0.1', port: 0 };

/** Options on free ports, with the shortest revocation. */
function testOptions(workspace: Workspace, upstream: Echo, over: Partial<EnvoyOptions> = {}): EnvoyOptions {
  return {
    issuer: workspace.issuer,
    audience: workspace.audience,
    prefix: workspace.prefix,
    upstream,
    listen: anyPort,
    admin: anyPort,
    revocationSeconds: SHORTEST_REVOCATION_SECONDS,
    ...over,
  };
}

/** Starts the upstream and Envoy before it. */
export async function startGateway(
  program: string,
  workspace: Workspace,
  over: Partial<EnvoyOptions> = {},
  edit: (config: string) => string = (config) => config,
): Promise<Gateway> {
  const echo = await startEcho();
  const envoy = await startEnvoy(program, edit(renderEnvoy(testOptions(workspace, echo, over))));
  return {
    envoy,
    status: async (...lines) => (await ask(envoy.url, lines)).status,
    async upstreamHeaders(...lines) {
      const answer = await ask(envoy.url, lines);
      if (answer.status !== 200) throw new Error(`Envoy answered ${answer.status}: ${answer.text}`);
      return (JSON.parse(answer.text) as Seen).headers;
    },
    async stop() {
      await envoy.stop();
      await echo.stop();
    },
  };
}
