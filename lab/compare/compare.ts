import { peer } from '../../tools/peers/peer.ts';
import { inFolder } from '../bench/folder.ts';
import { startLoad } from '../bench/load/load.ts';
import { machine } from '../bench/report.ts';
import { costOf } from './cost.ts';
import { effortOf } from './effort.ts';
import { firstCall } from './first-call.ts';
import { type House, openHouse } from './house.ts';
import { type ComparedMethod, comparedMethods } from './methods.ts';
import { count } from './numbers.ts';
import type { Comparison, Measured, MethodFigures } from './report.ts';
import { envoyRevocationDelays, revocationDelays } from './revocation.ts';
import { signingKeyThief } from './signing-key-thief.ts';
import { speedAt } from './speed.ts';
import { credentialThief, databaseThief, memoryThief } from './thief.ts';

export interface CompareOptions {
  /** Of the sets that checks are measured with, in ascending order. */
  readonly sizes: readonly number[];
  /** Of each rate. */
  readonly seconds: number;
  /** Told what is measured now. */
  readonly said: (text: string) => void;
}

/** For what a key costs. */
const MOST_ISSUED = 2_000;
/** A key whose token was answered a moment ago may still be in memory; a thief comes later. */
const FORGETTING_MILLISECONDS = 2_000;

/** Measures every method, one after the other. */
export async function compare({ sizes, seconds, said }: CompareOptions): Promise<Comparison> {
  const begin = performance.now();
  const envoy = await peer('envoy');
  const methods: MethodFigures[] = [];
  const load = await startLoad();
  try {
    for (const method of comparedMethods) {
      const measured = await inFolder(async (folder) => {
        const house = await openHouse(folder, method);
        try {
          return await inHouse({
            house,
            folder,
            method,
            count: Math.min(sizes.at(-1) ?? 1, MOST_ISSUED),
            envoy,
            said,
          });
        } finally {
          await house.stop();
        }
      });
      const speeds = [];
      for (const size of sizes) {
        said(`${method.name}: gate and Envoy with ${count(size)}`);
        const inEnvoy = publishedOf(measured, size);
        speeds.push(await speedAt(method, size, { load, envoy, inEnvoy, milliseconds: seconds * 1_000 }));
      }
      const { name, title } = method;
      methods.push({ name, title, ...measured, speeds });
    }
  } finally {
    await load.stop();
  }
  const took = Math.round((performance.now() - begin) / 1_000);
  return { machine: machine(), at: new Date().toISOString(), seconds: took, methods };
}

/** How many public halves an Envoy reads for so many keys; undefined where it accepts none of them. */
function publishedOf({ envoyRevocation: seen }: Measured, keys: number): number | undefined {
  if (seen === undefined || seen === 'not accepted') return undefined;
  // What it can't revoke singly has one public half for all.
  return seen === 'never' ? 1 : keys;
}

interface InHouse {
  readonly house: House;
  readonly folder: string;
  readonly method: ComparedMethod;
  readonly count: number;
  readonly envoy: string | undefined;
  readonly said: (text: string) => void;
}

async function inHouse({ house, folder, method, count, envoy, said }: InHouse): Promise<Measured> {
  said(`${method.name}: the first call`);
  const first = await firstCall(house, method, folder);
  said(`${method.name}: what ${count.toLocaleString('en')} keys cost`);
  const cost = await costOf(house, method, count);
  said(`${method.name}: revocation`);
  const revocation = await revocationDelays(house, method, Math.min(count, 200));
  const envoyRevocation = await envoyRevocationDelays(house, method, envoy);
  said(`${method.name}: the thieves`);
  const [leaked] = (await house.issue(method, 20)).held;
  if (leaked === undefined) throw new Error('No key was issued.');
  const database = await databaseThief(house, method, folder);
  await new Promise((resolve) => setTimeout(resolve, FORGETTING_MILLISECONDS));
  const memory = await memoryThief(house, method);
  const credential = await credentialThief(house, method, leaked);
  return {
    first,
    consumer: effortOf(method.name, 'consumer'),
    producer: effortOf(method.name, 'producer'),
    cost,
    revocation,
    envoyRevocation,
    thieves: { database, memory, credential },
    signingKey: await signingKeyThief(house),
  };
}
