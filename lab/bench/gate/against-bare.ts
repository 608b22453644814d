import { startBare } from '../load/bare.ts';
import { type Load, withKey } from '../load/load.ts';
import { atMostTimesRow, type Row, rateRow } from '../report.ts';
import { medians } from '../rounds.ts';

const CONNECTIONS = 32;
/** For a fixed rate: far more than needed as long as the server keeps up. */
const OPEN_CONNECTIONS = 128;

/** The gate's forward-auth compared with a server that sends the same response to every request. */
export async function againstBare(
  load: Load,
  url: string,
  token: string,
  milliseconds: number,
): Promise<readonly Row[]> {
  const headers = { authorization: `Bearer ${token}` };
  const bare = await startBare(await fetch(url, { headers }));
  const part = { requests: [withKey(token)], status: 200 };
  try {
    const top = (at: string) => async () =>
      (await load.ask({ url: at, milliseconds, connections: CONNECTIONS, part })).perSecond;
    await medians([top(url), top(bare.url)], 1);
    const [rate = Number.NaN, bareRate = Number.NaN] = await medians([top(url), top(bare.url)]);
    const perSecond = Math.round(rate / 2);
    const late = (at: string) => async () =>
      (await load.ask({ url: at, milliseconds, connections: OPEN_CONNECTIONS, part: { ...part, perSecond } }))
        .p99 / 1_000;
    const [p99 = Number.NaN, bareP99 = Number.NaN] = await medians([late(url), late(bare.url)]);
    const n = perSecond.toLocaleString('en');
    return [
      rateRow(
        'gate, forward-auth, one thread',
        rate,
        '/s',
        { what: 'bare node:http, same answer', value: bareRate },
        0.75,
      ),
      atMostTimesRow(
        `gate, p99 at half its top rate (${n}/s)`,
        p99,
        'ms',
        { what: 'bare node:http at that rate', value: bareP99 },
        2,
      ),
    ];
  } finally {
    await bare.stop();
  }
}
