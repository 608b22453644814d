import { type EnvoyOptions, renderEnvoy } from '@lostwax/gateways';
import { type RunningEnvoy, startEnvoy } from '../../../tools/testing/envoy.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { startBare } from '../load/bare.ts';
import { type Load, withKey } from '../load/load.ts';
import { type Curve, type Figures, type Row, timesRow } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet } from '../sets.ts';

/** Envoy takes 20 s for a million keys in one document on an otherwise idle machine. */
const START_LIMIT_MS = 180_000;
/** The size that gets its own rows in addition to the smallest and the largest; the plot shows all sizes. */
const QUOTED = 8_192;
const anyPort = { host: '127.0.0.1', port: 0 };

/** How Envoy checks keys. It doesn't refetch them during a measurement. */
const kinds = [
  { what: 'gate behind Envoy (gRPC)', mode: 'gate', gateProtocol: 'grpc' },
  { what: 'Envoy jwt_authn, whole set', mode: 'jwt', shards: 1, revocationSeconds: 3_600 },
  { what: 'Envoy jwt_authn, 256 shards', mode: 'jwt', shards: 256, revocationSeconds: 3_600 },
] as const satisfies readonly (Partial<EnvoyOptions> & { what: string })[];

/** Latency of single requests through Envoy, by how Envoy checks keys and by the number of keys. */
export async function envoy(
  load: Load,
  program: string,
  sets: readonly BenchSet[],
  milliseconds: number,
): Promise<Figures> {
  const curves = kinds.map(({ what }): Curve & { points: Curve['points'][number][] } => ({
    what,
    points: [],
  }));
  for (const set of sets) {
    for (const [index, microseconds] of (await side(load, program, set, milliseconds)).entries())
      curves[index]?.points.push({ keys: set.keys, microseconds });
  }
  const quoted = sets.filter(
    ({ keys }, index) => index === 0 || keys === QUOTED || index === sets.length - 1,
  );
  return { rows: quoted.flatMap(({ keys }) => rowsAt(curves, keys)), curves };
}

async function side(
  load: Load,
  program: string,
  set: BenchSet,
  milliseconds: number,
): Promise<readonly number[]> {
  const { token, issuer, audience, prefix } = set;
  const upstream = await startBare(new Response(null, { headers: { 'content-length': '0' } }));
  const gate = await startGate(['--issuer', issuer, '--threads', '1', '--grpc-port', '0']);
  const envoys: RunningEnvoy[] = [];
  try {
    await gateReady(gate);
    // The first rendering of a million keys takes a few seconds, and Envoy gives up on a fetch after ten.
    await (await fetch(set.keySetUrl)).arrayBuffer();
    for (const kind of kinds) {
      const config = renderEnvoy({
        ...{ issuer, audience, prefix, listen: anyPort, admin: anyPort },
        ...{ upstream: addressOf(upstream.url), gate: addressOf(`http://${gate.grpcAddress}`) },
        ...kind,
      });
      const running = await startEnvoy(program, config, START_LIMIT_MS);
      envoys.push(running);
      await until('Envoy accepts the key', START_LIMIT_MS, async () => {
        return (await ask(running.url, [bearer(token)])).status === 200;
      });
    }
    const part = { requests: [withKey(token)], status: 200 };
    const one =
      ({ url }: RunningEnvoy) =>
      async () =>
        (await load.ask({ url, milliseconds, connections: 1, part })).p50;
    await medians(envoys.map(one), 1);
    return await medians(envoys.map(one));
  } finally {
    for (const running of envoys) await running.stop();
    await gate.stop();
    await upstream.stop();
  }
}

function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function rowsAt([gate, ...stock]: readonly Curve[], keys: number): Row[] {
  const at = (curve: Curve | undefined): number =>
    (curve?.points.find((point) => point.keys === keys)?.microseconds ?? Number.NaN) / 1_000;
  const n = `${keys.toLocaleString('en')} ${keys === 1 ? 'key' : 'keys'}`;
  return stock.map((curve) =>
    timesRow(`${gate?.what}, ${n}`, at(gate), 'ms', { what: curve.what, value: at(curve) }),
  );
}
