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

/**
 * How many requests a gateway can pass on in a second of one processor. The load generator, the API and the
 * gateway share the machine, so the rate that the generator reaches says little about the gateway.
 */
export async function perProcessorSecond(
  load: Load,
  { url, pid }: { readonly url: string; readonly pid: number },
  token: string,
  milliseconds: number,
): Promise<number> {
  const part = { requests: [withKey(token)], status: 200 };
  const before = processorSeconds(pid);
  const { requests } = await load.ask({ url, milliseconds, connections: CONNECTIONS, part });
  return requests / (processorSeconds(pid) - before);
}
