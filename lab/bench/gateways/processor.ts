import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Load, withKey } from '../load/load.ts';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const CONNECTIONS = 64;

/** Seconds of processor time that processes have used, of all their threads. */
function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + secondsOf(pid), 0);
}

function secondsOf(pid: number): number {
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

/** @param headers - More header lines of each request. */
export async function passRequests(
  load: Load,
  { url, pids }: { readonly url: string; readonly pids: readonly number[] },
  token: string,
  milliseconds: number,
  headers: readonly string[] = [],
): Promise<Passed> {
  const part = { requests: [[...headers, withKey(token)].join('\r\n')], status: 200 };
  const before = processorSeconds(pids);
  const { requests, perSecond } = await load.ask({ url, milliseconds, connections: CONNECTIONS, part });
  return { perSecond, perProcessorSecond: requests / (processorSeconds(pids) - before) };
}
