import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../tools/testing/gate.ts';
import { until } from '../../tools/testing/until.ts';
import { inFolder } from '../bench/folder.ts';
import type { LoadTls } from '../bench/load/connection.ts';
import type { Load } from '../bench/load/load.ts';
import { Pool } from '../bench/load/pool.ts';
import { residentBytes } from '../bench/memory.ts';
import { seedKeys } from '../bench/seed.ts';
import { type EnvoyWorkspace, startCheckingEnvoy } from './envoy.ts';
import { heldOf, SLUG, secretKeyFlags } from './house.ts';
import type { ComparedMethod, Held, Place } from './methods.ts';
import { openDoor, tlsOf } from './tls-door.ts';

/** Of requests that are checked. */
export interface Latency {
  /** Microseconds, at a fixed rate. */
  readonly p50: number;
  readonly p99: number;
  /** Requests a second that one thread answers. */
  readonly perSecond: number;
}

/** A check at the gate: all of it is added to a request. */
export interface Speed extends Latency {
  readonly keys: number;
  /** At an Envoy that checks the method by itself; undefined where it can't, or isn't installed. */
  readonly envoy?: EnvoySpeed | undefined;
}

/** A request through Envoy, and what it takes without the check. */
export interface EnvoySpeed extends Latency {
  readonly unchecked: Latency;
  /** Of the process. */
  readonly residentBytes: number;
}

const RATE = 1_000;
const CONNECTIONS = 16;
const LIMIT_MS = 60_000;
/** Longer than any measurement: no fetch falls into it. */
const NO_FETCH_SECONDS = 3_600;

export interface SpeedOptions {
  readonly load: Load;
  /** Envoy's program; undefined if it isn't installed. */
  readonly envoy: string | undefined;
  /** How many public halves Envoy reads; undefined where it accepts no key of the method. */
  readonly inEnvoy: number | undefined;
  readonly milliseconds: number;
}

/** Measures a gate, and an Envoy if it can check the method, with so many keys of one method. */
export async function speedAt(method: ComparedMethod, keys: number, options: SpeedOptions): Promise<Speed> {
  return await inFolder(async (folder) => {
    const data = join(folder, 'data');
    const authority = await startSeeded(folder, data, method.name, keys);
    try {
      const workspace = await authority.call<EnvoyWorkspace>('GET', `/v1/workspaces/${SLUG}`);
      const place = { issuer: workspace.issuer, url: authority.url };
      const held = await issue(method, authority, place);
      const lines = await method.lines(held, place);
      const atGate = await gateSpeed({ folder, data, issuer: place.issuer, method, held, lines }, options);
      const envoy = await envoySpeed(workspace, lines, options);
      return { keys, ...atGate, ...(envoy && { envoy }) };
    } finally {
      await authority.stop();
    }
  });
}

async function startSeeded(
  folder: string,
  data: string,
  method: string,
  keys: number,
): Promise<RunningAuthority> {
  const flags = secretKeyFlags(folder, randomBytes(32));
  const first = await startAuthority(data, 0, flags);
  await first.call('POST', '/v1/workspaces', { slug: SLUG });
  await first.call('PATCH', `/v1/workspaces/${SLUG}`, { methods: [method] });
  await first.stop();
  if (keys > 1) seedKeys({ file: join(data, 'lostwax.db'), workspace: SLUG, keys: keys - 1, method });
  return await startAuthority(data, first.port, flags);
}

async function issue(method: ComparedMethod, authority: RunningAuthority, place: Place): Promise<Held> {
  const customer = 'customer-1';
  const prepared = await method.prepare?.(place, customer);
  const { token, key } = await authority.call<{ token: string | null; key: { id: string } }>(
    'POST',
    `/v1/workspaces/${SLUG}/keys`,
    { customer, ...prepared?.body },
  );
  return heldOf(key.id, token, prepared);
}

interface AtGate {
  readonly folder: string;
  readonly data: string;
  readonly issuer: string;
  readonly method: ComparedMethod;
  readonly held: Held;
  readonly lines: string;
}

async function gateSpeed(
  { folder, data, issuer, method, held, lines }: AtGate,
  options: SpeedOptions,
): Promise<Latency> {
  const door = await openDoor(folder, method);
  const gate = await startGate([
    ...['--issuer', issuer, '--threads', '1', '--feed-key-file', join(data, 'admin.key')],
    ...(door?.flags ?? []),
  ]);
  try {
    await gateReady(gate);
    return await latency(`${gate.url}/verify`, lines, options, tlsOf(door, held));
  } finally {
    await gate.stop();
  }
}

async function envoySpeed(
  workspace: EnvoyWorkspace,
  lines: string,
  options: SpeedOptions,
): Promise<EnvoySpeed | undefined> {
  if (options.inEnvoy === undefined || options.envoy === undefined) return undefined;
  const envoy = await startCheckingEnvoy(options.envoy, workspace, options.inEnvoy, NO_FETCH_SECONDS);
  const pool = await Pool.open(envoy.url, 1);
  try {
    await until('Envoy accepts the key', LIMIT_MS, async () => (await pool.ask(lines)) === 200);
    const unchecked = await latency(envoy.openUrl, lines, options);
    const checked = await latency(envoy.url, lines, options);
    return { ...checked, unchecked, residentBytes: residentBytes([envoy.pid], 'VmRSS') };
  } finally {
    pool.close();
    await envoy.stop();
  }
}

async function latency(
  url: string,
  lines: string,
  { load, milliseconds }: SpeedOptions,
  tls?: LoadTls,
): Promise<Latency> {
  const order = { url, milliseconds, connections: CONNECTIONS, ...(tls && { tls }) };
  const part = { requests: [lines], status: 200 };
  const { p50, p99 } = await load.ask({ ...order, part: { ...part, perSecond: RATE } });
  const { perSecond } = await load.ask({ ...order, part });
  return { p50, p99, perSecond };
}
