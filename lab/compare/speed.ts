import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startAuthority } from '../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../tools/testing/gate.ts';
import { inFolder } from '../bench/folder.ts';
import { type Load, withKey } from '../bench/load/load.ts';
import { seedKeys } from '../bench/seed.ts';
import { SLUG, secretKeyFlags } from './house.ts';
import type { ComparedMethod } from './methods.ts';

/** What a check adds to a request, at the gate. */
export interface Speed {
  readonly keys: number;
  /** Microseconds, at a fixed rate. */
  readonly p50: number;
  readonly p99: number;
  /** Requests a second that one thread answers. */
  readonly perSecond: number;
}

const RATE = 1_000;
const CONNECTIONS = 16;

/** Measures a gate whose set has so many keys of one method. */
export async function speedAt(
  load: Load,
  { name, bearer }: ComparedMethod,
  keys: number,
  milliseconds: number,
): Promise<Speed> {
  return await inFolder(async (folder) => {
    const data = join(folder, 'data');
    const flags = secretKeyFlags(folder, randomBytes(32));
    const first = await startAuthority(data, 0, flags);
    await first.call('POST', '/v1/workspaces', { slug: SLUG });
    await first.call('PATCH', `/v1/workspaces/${SLUG}`, { methods: [name] });
    await first.stop();
    if (keys > 1) seedKeys({ file: join(data, 'lostwax.db'), workspace: SLUG, keys: keys - 1, method: name });
    const authority = await startAuthority(data, first.port, flags);
    const path = `/v1/workspaces/${SLUG}/keys`;
    const issued = await authority.call<{ token: string; key: { id: string } }>('POST', path, {
      customer: 'customer-1',
    });
    const issuer = `http://localhost:${authority.port}/${SLUG}`;
    const held = { keyId: issued.key.id, secret: issued.token };
    const token = await bearer(held, { issuer, url: authority.url });
    const gate = await startGate([
      ...['--issuer', issuer, '--threads', '1'],
      ...['--feed-key-file', join(data, 'admin.key')],
    ]);
    try {
      await gateReady(gate);
      const order = { url: `${gate.url}/verify`, milliseconds, connections: CONNECTIONS };
      const part = { requests: [withKey(token)], status: 200 };
      const steady = await load.ask({ ...order, part: { ...part, perSecond: RATE } });
      const full = await load.ask({ ...order, part });
      return { keys, p50: steady.p50, p99: steady.p99, perSecond: full.perSecond };
    } finally {
      await gate.stop();
      await authority.stop();
    }
  });
}
