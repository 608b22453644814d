import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTestAuthority } from '../../tools/testing/certificate.ts';
import { startProgram } from '../../tools/testing/program.ts';
import { type RunningServer, startServer } from '../../tools/testing/server.ts';
import { askTls } from '../../tools/testing/tls-request.ts';
import { until } from '../../tools/testing/until.ts';
import { type House, heldOf, SLUG } from './house.ts';
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
const PREPARE = 'create a key pair and a certificate, and sign the proof';

export async function firstCall(house: House, method: ComparedMethod, folder: string): Promise<FirstCall> {
  const { name } = method;
  const write = (file: string, text: string): string => {
    const path = join(folder, file);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const api = await startApi(house, method, write);
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
    const customer = `first-${name}`;
    const { prepare } = method;
    const prepared = prepare && (await step(PREPARE, () => prepare(house.place, customer)));
    const key = await step(prepared === undefined ? 'create a key and copy it' : 'register it', async () => {
      const body = { customer, scopes: ['orders:read'], method: name, ...prepared?.body };
      const created = await send(`${keys}/keys`, body, page);
      const { token, key } = (await created.json()) as { token: string | null; key: { id: string } };
      return heldOf(key.id, token, prepared);
    });
    const environment = method.environment(key, house.place, write);
    const requestsPerCall = await step('put it into the program’s environment and run it', () =>
      until('the first call succeeds', LIMIT_MS, () =>
        call(name, { API_URL: `${api.url}/orders`, ...api.trust, ...environment }),
      ),
    );
    const seconds = (performance.now() - begin) / 1_000;
    return { steps, requests: requests + requestsPerCall, requestsPerCall, seconds };
  } finally {
    await api.stop();
  }
}

interface Api extends Pick<RunningServer, 'url' | 'stop'> {
  /** What the consumer needs to trust its certificate here: a real API has one that everyone trusts. */
  readonly trust: Readonly<Record<string, string>>;
}

/** The producer's program. With client certificates it must speak TLS itself. */
async function startApi(
  { place, feedKey }: House,
  { name, prepare }: ComparedMethod,
  write: (file: string, text: string) => string,
): Promise<Api> {
  const start = (
    more: Readonly<Record<string, string>>,
    reach?: (url: string) => Promise<unknown>,
  ): Promise<RunningServer> =>
    startServer(
      `${name}-api`,
      async (_, port) =>
        startProgram(process.execPath, [join(methods, name, 'producer', 'api.ts')], {
          ...process.env,
          ...{ ISSUER: place.issuer, FEED_KEY: feedKey, PORT: `${port}`, ...more },
        }),
      reach,
    );
  if (prepare === undefined) return { ...(await start({})), trust: {} };
  const { certificate: ca, issue } = await makeTestAuthority();
  const own = await issue('127.0.0.1');
  const files = {
    TLS_CERTIFICATE_FILE: write('api.pem', own.certificate),
    TLS_KEY_FILE: write('api.key', own.key),
  };
  const overTls = (url: string): string => url.replace('http:', 'https:');
  const server = await start(files, (url) => askTls(overTls(url), { ca }));
  const trust = { NODE_EXTRA_CA_CERTS: write('ca.pem', ca) };
  return { url: overTls(server.url), stop: server.stop, trust };
}

/** Runs the consumer's program once. @returns The requests that it made; undefined where its call was refused. */
async function call(name: string, environment: Record<string, string>): Promise<number | undefined> {
  const args = ['--import', counter, join(methods, name, 'consumer', 'call.ts')];
  const program = startProgram(process.execPath, args, { ...process.env, ...environment });
  await until('the program ends', LIMIT_MS, () => !program.running());
  const made = /requests made: (\d+)/.exec(program.output())?.[1];
  return program.child.exitCode === 0 && made !== undefined ? Number(made) : undefined;
}
