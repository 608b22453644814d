import { Agent, request } from 'node:http';
import type { RunningAuthority } from '../../../tools/testing/authority.ts';

/** Keys issued per second in batches of 1,000, with two requests in flight. */
export function batchRate(authority: RunningAuthority, seconds: number): Promise<number> {
  const items = Array.from({ length: 1_000 }, (_, index) => ({ customer: `customer-${index % 50}` }));
  return rate(
    authority,
    '/v1/workspaces/bench/keys:batch',
    JSON.stringify({ items }),
    2,
    items.length,
    seconds,
  );
}

/** Keys issued per second, one per request, over 16 connections. */
export function singleRate(authority: RunningAuthority, seconds: number): Promise<number> {
  return rate(
    authority,
    '/v1/workspaces/bench/keys',
    JSON.stringify({ customer: 'customer-1' }),
    16,
    1,
    seconds,
  );
}

async function rate(
  authority: RunningAuthority,
  path: string,
  body: string,
  connections: number,
  keysPerRequest: number,
  seconds: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = (): Promise<void> => postOnce(agent, authority, path, body);
  await post();
  const start = performance.now();
  let keys = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - start < seconds * 1_000) {
      await post();
      keys += keysPerRequest;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const elapsed = performance.now() - start;
  agent.destroy();
  return (keys * 1_000) / elapsed;
}

function postOnce(
  agent: Agent,
  { url, adminKey }: RunningAuthority,
  path: string,
  body: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${adminKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    request(`${url}${path}`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 201 ? resolve() : reject(new Error(`${path} answered ${answer.statusCode}`)),
      );
    })
      .on('error', reject)
      .end(body);
  });
}
