import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { type RunningPostgres, startPostgres, startReplica } from '../../../tools/testing/postgres.ts';
import { type BenchOptions, boundRow, type Row } from '../report.ts';
import { issue } from '../revocation/under-load.ts';
import { percentile } from '../rounds.ts';
import { API, SLUG } from '../seeded.ts';

const CHANGES = 400;
const PAUSE_MILLISECONDS = 20;
const MUST_MILLISECONDS = 400;
const LIMIT_MILLISECONDS = 30_000;

/** How soon a gate that follows one replica sees a change made at another. */
export async function replicas(folder: string, { keys }: BenchOptions): Promise<readonly Row[]> {
  const postgres: RunningPostgres = await startPostgres();
  const running: { stop(): Promise<void> }[] = [];
  try {
    const url = await postgres.database();
    const first = await startAuthority(join(folder, 'a'), 0, ['--database', url]);
    running.push(first);
    await first.call('POST', '/v1/workspaces', { slug: SLUG });
    const second = await startReplica(first, url, join(folder, 'b'));
    running.push(second);
    const issuer = `http://localhost:${first.port}/${SLUG}`;
    const gate = await startGate([
      ...['--issuer', issuer, '--feed', `${second.url}/${SLUG}`, '--threads', '1'],
    ]);
    running.push(gate);
    await gateReady(gate);
    const times = await revokeAndWatch(first, gate, Math.min(CHANGES, keys));
    const what = "from a revocation's request at one replica to refusal at a gate of another";
    return [
      boundRow(`${what}, p99 of ${times.length}`, percentile(times, 0.99), 'ms', MUST_MILLISECONDS),
      { what: 'the same, median', value: percentile(times, 0.5), unit: 'ms' },
      { what: 'the same, slowest', value: percentile(times, 1), unit: 'ms' },
    ];
  } finally {
    for (const one of running.toReversed()) await one.stop();
    await postgres.stop();
  }
}

async function revokeAndWatch(
  authority: RunningAuthority,
  gate: RunningGate,
  count: number,
): Promise<readonly number[]> {
  const issued = await issue(authority, { slug: SLUG }, count);
  const last = issued.at(-1)?.token ?? '';
  await becomes(gate, last, 200);
  const times: number[] = [];
  for (const { key, token } of issued) {
    const began = performance.now();
    await authority.call('POST', `${API}/keys/${key.id}/revoke`, {});
    await becomes(gate, token, 401);
    times.push(performance.now() - began);
    await delay(PAUSE_MILLISECONDS);
  }
  return times;
}

async function becomes(gate: RunningGate, token: string, status: number): Promise<void> {
  const end = performance.now() + LIMIT_MILLISECONDS;
  while ((await gate.verify(token)) !== status) {
    if (performance.now() > end) throw new Error(`The gate did not answer ${status} in time.`);
    await delay(2);
  }
}
