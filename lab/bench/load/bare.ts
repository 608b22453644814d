import { join } from 'node:path';
import { startMeasurer } from '../measurer.ts';
import type { BareAnswer } from './bare-server.ts';

/** A server that does nothing but send one fixed response. */
export interface Bare {
  readonly url: string;
  stop(): Promise<void>;
}

/** Node adds these itself. */
const own = new Set(['date', 'connection', 'keep-alive']);

/** Starts a server that repeats another server's response, which must have no body. */
export async function startBare({ status, headers }: Response): Promise<Bare> {
  const answer: BareAnswer = { status, headers: [...headers].filter(([name]) => !own.has(name)) };
  const measurer = await startMeasurer<null, string>(join(import.meta.dirname, 'bare-server.ts'), answer);
  return { url: await measurer.ask(null), stop: () => measurer.stop() };
}
