import { join } from 'node:path';
import { startProgram } from '../../tools/testing/program.ts';
import { startServer } from '../../tools/testing/server.ts';
import { until } from '../../tools/testing/until.ts';
import { type House, SLUG } from './house.ts';
import type { ComparedMethod } from './methods.ts';

/** From "no account" to the first 200, each step as a person performs it. */
export interface FirstCall {
  readonly steps: readonly string[];
  /** HTTP requests of all steps, those of the consumer's program included. */
  readonly requests: number;
  /** Of them, those that the consumer's program makes for one call. */
  readonly requestsPerCall: number;
  /** Of the machines alone: the time in which a person reads and types isn't in it. */
  readonly seconds: number;
}

const methods = join(import.meta.dirname, '..', '..', 'methods');
const counter = join(import.meta.dirname, 'count-requests.ts');
const LIMIT_MS = 30_000;

export async function firstCall(house: House, method: ComparedMethod): Promise<FirstCall> {
  const { name } = method;
  const api = await startServer(`${name}-api`, async (_folder, port) =>
    startProgram(process.execPath, [join(methods, name, 'producer', 'api.ts')], {
      ...process.env,
      ...{ ISSUER: house.place.issuer, FEED_KEY: house.feedKey, PORT: `${port}` },
    }),
  );
  const steps: string[] = [];
  let requests = 0;
  const step = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    steps.push(what);
    return act();
  };
  const send = async (path: string, body: object, headers: Record<string, string>): Promise<Response> => {
    requests += 1;
    const answer = await fetch(`${house.authority.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const origin = `http://localhost:${house.authority.port}`;
  const keys = `/v1/workspaces/${SLUG}`;
  try {
    const begin = performance.now();
    const page = await step('open the portal from the provider’s site', async () => {
      const bearer = { authorization: `Bearer ${house.authority.adminKey}` };
      const opened = await send(`${keys}/portal-sessions`, { customer: `first-${name}` }, bearer);
      const { url } = (await opened.json()) as { url: string };
      const code = new URL(url).hash.slice(1);
      const session = await send('/v1/session/exchange', { workspace: SLUG, code }, { origin });
      const { id } = (await session.json()) as { id: string };
      const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return { origin, cookie, 'x-lostwax-session': id };
    });
    const key = await step('create a key and copy it', async () => {
      const body = { customer: `first-${name}`, scopes: ['orders:read'], method: name };
      const created = await send(`${keys}/keys`, body, page);
      const { token, key } = (await created.json()) as { token: string; key: { id: string } };
      return { keyId: key.id, secret: token };
    });
    const requestsPerCall = await step('put it into the program’s environment and run it', () =>
      until('the first call succeeds', LIMIT_MS, () =>
        call(name, { API_URL: `${api.url}/orders`, ...method.environment(key, house.place) }),
      ),
    );
    const seconds = (performance.now() - begin) / 1_000;
    return { steps, requests: requests + requestsPerCall, requestsPerCall, seconds };
  } finally {
    await api.stop();
  }
}

/** Runs the consumer's program once. @returns The requests that it made; undefined where its call was refused. */
async function call(name: string, environment: Record<string, string>): Promise<number | undefined> {
  const args = ['--import', counter, join(methods, name, 'consumer', 'call.ts')];
  const program = startProgram(process.execPath, args, { ...process.env, ...environment });
  await until('the program ends', LIMIT_MS, () => !program.running());
  const made = /requests made: (\d+)/.exec(program.output())?.[1];
  return program.child.exitCode === 0 && made !== undefined ? Number(made) : undefined;
}
