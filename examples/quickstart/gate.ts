import { type LostwaxClient, unwrap } from '@lostwax/client';
import { freshKey } from './fresh-key.ts';
import { CannotStart, type Part, startPart } from './part.ts';

const params = { path: { workspace: 'demo' } };
const READY_MILLISECONDS = 30_000;
const LOOK_MILLISECONDS = 50;

/** A real `lostwax gate` that is ready. */
export interface RunningGate extends Part {
  readonly url: string;
}

export interface GateOptions {
  readonly issuer: string;
  /** Where the authority publishes, and where its API is. */
  readonly publishUrl: string;
  readonly apiUrl: string;
  /** The API behind the gate. */
  readonly upstream: string;
}

/**
 * Starts a gate as a producer would: registered, so that the authority can say what it has applied, and with a key of its own that may
 * report uses and nothing else.
 *
 * That key comes through a pipe and is in no file: each start makes one, and revokes that of the start before.
 */
export async function startGate(client: LostwaxClient, options: GateOptions): Promise<RunningGate> {
  const reader = await readerId(client);
  const { token } = await freshKey(client, 'lostwax', {
    customer: 'gate',
    name: 'uses of demo',
    scopes: ['usage:write@demo'],
  });
  const flags = {
    issuer: options.issuer,
    feed: options.publishUrl,
    reader,
    'report-url': options.apiUrl,
    'report-key-file': '-',
    upstream: options.upstream,
    'status-port': '0',
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const gate = await startPart<{ url: string; statusUrl: string }>(['gate', ...args], token);
  try {
    await ready(gate.statusUrl);
    return gate;
  } catch (error) {
    await gate.stop();
    throw error;
  }
}

/** Registers the gate, if no earlier start has. */
async function readerId(client: LostwaxClient): Promise<string> {
  const name = 'npm start';
  const { items } = await unwrap(client.GET('/v1/workspaces/{workspace}/readers', { params }));
  const known = items.find((reader) => reader.name === name);
  if (known !== undefined) return known.id;
  const body = { name, kind: 'gate', refreshSeconds: 5 } as const;
  return (await unwrap(client.POST('/v1/workspaces/{workspace}/readers', { params, body }))).id;
}

async function ready(statusUrl: string): Promise<void> {
  const deadline = performance.now() + READY_MILLISECONDS;
  while (!(await fetch(`${statusUrl}/readyz`)).ok) {
    if (performance.now() > deadline)
      throw new CannotStart('The gate did not load the key set in time. Run it again.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
  }
}
