import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { startBare } from '../load/bare.ts';
import { startLoad } from '../load/load.ts';
import { medians } from '../rounds.ts';

const CONNECTIONS = 32;

/** 304 responses per second for the key set, and from a bare node:http server that sends the same headers. */
export async function notModifiedRates(
  { url }: RunningAuthority,
  seconds: number,
): Promise<{ readonly answers: number; readonly bare: number }> {
  const target = `${url}/bench/.well-known/jwks.json`;
  const etag = (await fetch(target)).headers.get('etag') ?? '';
  const bareServer = await startBare(await fetch(target, { headers: { 'if-none-match': etag } }));
  const load = await startLoad();
  const part = { requests: [`If-None-Match: ${etag}`], status: 304 };
  const rate = (at: string) => async () =>
    (await load.ask({ url: at, milliseconds: seconds * 200, connections: CONNECTIONS, part })).perSecond;
  try {
    const [answers = Number.NaN, bare = Number.NaN] = await medians([rate(target), rate(bareServer.url)]);
    return { answers, bare };
  } finally {
    await load.stop();
    await bareServer.stop();
  }
}
