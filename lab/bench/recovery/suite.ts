import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { inFolder } from '../folder.ts';
import { type BenchOptions, boundRow, type Figures, type Row } from '../report.ts';
import { percentile } from '../rounds.ts';
import { API, SLUG, seeded } from '../seeded.ts';

/** One key in a hundred is revoked between the backup and the loss. */
const REVOKED_CUSTOMERS = 10;
const WRITES_PER_SECOND = 400;
const LIMIT_MS = 120_000;

/** A backup of a busy authority, and its restore against the cache of a gate. */
export async function recovery({ keys }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const data = join(folder, 'data');
    const { port } = await seeded(data, keys);
    const authority = await startAuthority(data, port);
    const cache = join(folder, 'cache');
    const gate = await startGate([
      ...['--issuer', `http://localhost:${port}/${SLUG}`, '--cache', cache, '--threads', '1'],
    ]);
    await gateReady(gate);
    const backup = join(folder, 'backup');
    const rows: Row[] = [...(await backUp(authority, data, backup, keys))];
    const revoked = await revokeSome(authority);
    await until(
      'the gate knows',
      LIMIT_MS,
      async () => (await gate.metric('lostwax_gate_lag_changes')) === 0,
    );
    await delay(1_000);
    await authority.stop('SIGKILL');
    await gate.stop();
    rmSync(data, { recursive: true });
    const flags = ['--evidence', cache, '--administrators', 'keep'];
    const [seconds, report] = await timed('restore', '--from', backup, '--data', data, ...flags);
    const count = (report as Restored).workspaces.find(({ slug }) => slug === SLUG)?.revoked;
    const title = `restore ${keys.toLocaleString('en')} keys against a gate's set`;
    rows.push(boundRow(title, seconds, 's', 60));
    rows.push(
      boundRow(
        'keys revoked after the backup that the restore did not revoke',
        revoked - (count ?? 0),
        'keys',
        0,
      ),
    );
    return { rows, curves: [] };
  });
}

interface Restored {
  readonly workspaces: readonly { readonly slug: string; readonly revoked: number }[];
}

async function backUp(
  authority: RunningAuthority,
  data: string,
  to: string,
  keys: number,
): Promise<readonly Row[]> {
  const load = writing(authority);
  const [seconds] = await timed('backup', '--data', data, '--to', to);
  const milliseconds = await load.stop();
  return [
    {
      what: `back up ${keys.toLocaleString('en')} keys at ${WRITES_PER_SECOND} writes a second`,
      value: seconds,
      unit: 's',
    },
    {
      what: `writes meanwhile, p99 of ${milliseconds.length}`,
      value: percentile(milliseconds, 0.99),
      unit: 'ms',
    },
  ];
}

/** Connections that a backend would keep open. */
const MOST_AT_ONCE = 64;

/**
 * Creates keys at a fixed rate until stopped; resolves with the time that each took, from when it was due. What is due while
 * all connections wait is sent as soon as one is free.
 */
function writing(authority: RunningAuthority) {
  const milliseconds: number[] = [];
  const waiting = new Set<Promise<void>>();
  let sent = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    while (waiting.size < MOST_AT_ONCE && sent < ((performance.now() - began) / 1_000) * WRITES_PER_SECOND) {
      const due = began + (sent * 1_000) / WRITES_PER_SECOND;
      sent += 1;
      const made = authority.call('POST', `${API}/keys`, { customer: 'busy' }).then(() => {
        milliseconds.push(performance.now() - due);
        waiting.delete(made);
      });
      waiting.add(made);
    }
  }, 5);
  return {
    async stop(): Promise<readonly number[]> {
      clearInterval(timer);
      await Promise.all(waiting);
      return milliseconds;
    },
  };
}

async function revokeSome(authority: RunningAuthority): Promise<number> {
  const { items } = await authority.call<{ items: readonly { id: string }[] }>(
    'GET',
    `${API}/customers?limit=100`,
  );
  const seeded = items.map(({ id }) => id).filter((id) => id.startsWith('seed-'));
  let revoked = 0;
  for (const customer of seeded.slice(0, REVOKED_CUSTOMERS)) {
    const { count } = await authority.call<{ count: number }>('POST', `${API}/keys:revoke`, { customer });
    revoked += count;
  }
  return revoked;
}

async function timed(...args: readonly string[]): Promise<readonly [seconds: number, result: unknown]> {
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [lostwaxCommand, ...args, '--json']);
  return [(performance.now() - began) / 1_000, JSON.parse(stdout)];
}
