import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { newestCustomer, seedKeys } from '../seed.ts';
import { PinStream } from './pin-stream.ts';

const SLUG = 'bench';

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
  const first = await startAuthority(data);
  await first.call('POST', '/v1/workspaces', { slug: SLUG });
  await first.stop();
  const file = join(data, 'lostwax.db');
  const [tenth, fifth] = [Math.round(keys / 10), Math.round(keys / 5)];
  seedKeys({ file, workspace: SLUG, keys: keys - tenth - fifth });
  seedKeys({ file, workspace: SLUG, keys: tenth, customers: 1 });
  const ofTenth = newestCustomer(file);
  seedKeys({ file, workspace: SLUG, keys: fifth, customers: 1 });
  const ofFifth = newestCustomer(file);

  const authority = await startAuthority(data, first.port);
  const gate = await startGate(['--issuer', `http://localhost:${first.port}/${SLUG}`, '--threads', '1']);
  await gateReady(gate);
  const published = `${authority.url}/${SLUG}`;
  // Gateways have fetched the set: from here on the authority holds all its shards in memory.
  await (await fetch(`${published}/.well-known/jwks.json`)).arrayBuffer();
  const stream = await PinStream.open(published);
  return {
    ...{ authority, database: file, gate, stream, published, tenth: ofTenth, fifth: ofFifth },
    api: `/v1/workspaces/${SLUG}`,
    async stop() {
      stream.close();
      await gate.stop();
      await authority.stop();
    },
  };
}
