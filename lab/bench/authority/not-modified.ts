import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import type { RunningAuthority } from '../../../tools/testing/authority.ts';

/** Rounds, in turn with the bare server, so that a machine that drifts drifts for both. */
const ROUNDS = 3;

/** 304 answers a second of the key set, and of a bare node:http server that sends the same headers. */
export async function notModifiedRates(
  { url }: RunningAuthority,
  seconds: number,
): Promise<{ readonly answers: number; readonly bare: number }> {
  const target = `${url}/bench/.well-known/jwks.json`;
  const etag = (await fetch(target)).headers.get('etag') ?? '';
  const first = await fetch(target, { headers: { 'if-none-match': etag } });
  if (first.status !== 304) throw new Error(`the key set answered ${first.status} to its own ETag`);
  const bare = spawn(process.execPath, [import.meta.filename, JSON.stringify([...first.headers])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(bare.stdout, 'data')) as [Buffer];
    const rates = { answers: 0, bare: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.answers += (await load(target, etag, seconds / ROUNDS)) / ROUNDS;
      rates.bare += (await load(`http://127.0.0.1:${port}/`, etag, seconds / ROUNDS)) / ROUNDS;
    }
    return rates;
  } finally {
    bare.kill();
  }
}

async function load(url: string, etag: string, seconds: number): Promise<number> {
  const result = await autocannon({
    url,
    connections: 32,
    duration: Math.max(1, seconds),
    headers: { 'if-none-match': etag },
  });
  if (result['3xx'] === 0 || result.errors > 0 || result['2xx'] + result['5xx'] > 0)
    throw new Error(`${url} did not answer 304`);
  return result['3xx'] / result.duration;
}

/** The least that Node can do: a fixed answer with the same headers. */
function serveBare(headers: [string, string][]): void {
  const own = new Set(['date', 'connection', 'keep-alive']);
  const fixed = Object.fromEntries(headers.filter(([name]) => !own.has(name)));
  const server = createServer((_request, response) => {
    response.writeHead(304, fixed).end();
  });
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}

if (import.meta.main) serveBare(JSON.parse(process.argv[2] ?? '[]') as [string, string][]);
