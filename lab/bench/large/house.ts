import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { API, SLUG, seeded } from '../seeded.ts';
import { PinStream } from './pin-stream.ts';

/** An authority with a very large number of keys, many of them of a few customers, plus a gate and a feed reader. */
export interface LargeHouse {
  readonly authority: RunningAuthority;
  readonly database: string;
  readonly gate: RunningGate;
  readonly stream: PinStream;
  /** Paths of the API and of the published documents. */
  readonly api: string;
  readonly published: string;
  /** The customers with many keys. */
  readonly tenth: string;
  readonly fifth: string;
  stop(): Promise<void>;
}

/** @param keys - The total. One customer has a tenth of them, another a fifth, and a thousand customers share the rest. */
export async function openLargeHouse(data: string, keys: number): Promise<LargeHouse> {
  const shares = [Math.round(keys / 10), Math.round(keys / 5)];
  const { port, subjects } = await seeded(data, keys, shares);
  const [tenth = '', fifth = ''] = subjects;
  const authority = await startAuthority(data, port);
  const gate = await startGate(['--issuer', `http://localhost:${port}/${SLUG}`, '--threads', '1']);
  await gateReady(gate);
  const published = `${authority.url}/${SLUG}`;
  // Gateways have fetched the set: from here on the authority holds all its shards in memory.
  await (await fetch(`${published}/.well-known/jwks.json`)).arrayBuffer();
  const stream = await PinStream.open(published);
  return {
    ...{ authority, database: join(data, 'lostwax.db'), gate, stream, published, tenth, fifth },
    api: API,
    async stop() {
      stream.close();
      await gate.stop();
      await authority.stop();
    },
  };
}
