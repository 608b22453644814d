import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Load, withKey } from '../load/load.ts';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const CONNECTIONS = 64;

/** Seconds of processor time that a process has used, of all its threads. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** How many requests a gateway has passed on. */
export interface Passed {
  /** As fast as the load generator, the gateway and the API go on one machine. */
  readonly perSecond: number;
  /** In a second of the gateway's own processor time, whatever the others need. */
  readonly perProcessorSecond: number;
}

export async function passRequests(
  load: Load,
  { url, pid }: { readonly url: string; readonly pid: number },
  token: string,
  milliseconds: number,
): Promise<Passed> {
  const part = { requests: [withKey(token)], status: 200 };
  const before = processorSeconds(pid);
  const { requests, perSecond } = await load.ask({ url, milliseconds, connections: CONNECTIONS, part });
  return { perSecond, perProcessorSecond: requests / (processorSeconds(pid) - before) };
}
