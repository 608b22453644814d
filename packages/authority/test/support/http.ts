import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import { createRequestListener } from '../../src/api/server.ts';
import { authorityMetrics } from '../../src/api/status.ts';
import type { Domain } from '../../src/domain/use-cases.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { createFeeds } from '../../src/feed/feeds.ts';
import { createFeedHandler } from '../../src/feed/handler.ts';
import { createPublishHandler, type PublishHandler } from '../../src/publish/handler.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import type { Reserve } from '../../src/store/sqlite/reserve.ts';
import { answerWith, closeServer, makeServer } from '../../src/web/lifetime.ts';
import { type Fixture, makeFolder, ORIGIN, openFixture } from './fixture.ts';

/** A request as raw bytes: nothing is normalized, joined or added except what `node:http` requires. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  /** The first administrator key by default; null for none. */
  readonly key?: string | null | undefined;
  /** Objects are sent as JSON. */
  readonly body?: unknown;
  /** More header lines, which may repeat: name, value, name, value. */
  readonly headers?: readonly string[] | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it and fail where it is not what they expect.
  readonly json: any;
}

/** An authority behind its real listener on a free port. */
export interface HttpFixture extends Fixture {
  readonly port: number;
  readonly server: Server;
  /** The log, one entry per line. */
  readonly logged: string[];
  send(what: Sent): Promise<Answer>;
  /** Fails unless the response has this code with the right status and form, and nothing changed. */
  refused(what: Sent, status: number, code: ErrorCode): Promise<Answer>;
  /** A digest of everything in the store. */
  state(): Promise<string>;
}

const tables = [
  'workspaces',
  'customers',
  'keys',
  'changes',
  'audit',
  'audit_texts',
  'idempotency',
  'readers',
  'sessions',
  'people',
  'calls',
  'workspace_images',
] as const;

interface HttpFixtureOptions {
  readonly trustProxy?: readonly string[];
  /** The store's folder; a new one by default. */
  readonly folder?: string;
  readonly reserve?: Reserve;
  /** Serves pages. */
  readonly pages?: (domain: Domain) => PublishHandler;
}

/** Call it outside tests or in `before`; everything is closed after the file's tests. */
export async function openHttpFixture(options: HttpFixtureOptions = {}): Promise<HttpFixture> {
  const { trustProxy = [], folder = makeFolder() } = options;
  const fixture = await openFixture(folder, options.reserve);
  const logged: string[] = [];
  const log: Logger = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const { store, domain, context } = fixture;
  const failed = (error: unknown): void => assert.fail(String(error));
  const feeds = createFeeds({ ...context, folder: join(folder, 'feed'), failed });
  after(feeds.close);
  const publishKeySets = createPublishHandler({ store });
  const publishFeeds = createFeedHandler(feeds, domain, failed, () => null);
  const pages = options.pages?.(domain) ?? (() => false);
  const publish: PublishHandler = (request, response) =>
    publishKeySets(request, response) || publishFeeds(request, response) || pages(request, response);
  const metrics = new Registry();
  authorityMetrics(metrics, domain.ready, store.damaged, { damaged: false, unknownKeys: 0 });
  const listener = createRequestListener({
    domain,
    origin: ORIGIN,
    publish,
    log,
    metrics,
    trustProxy,
  });
  const server = makeServer();
  answerWith(server, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  after(async () => {
    agent.destroy();
    await closeServer(server, 500);
  });

  const send = (what: Sent): Promise<Answer> => exchange(port, agent, fixture.admin.token, what);
  const state = async (): Promise<string> => {
    const all = await Promise.all(
      tables.map((table) => tablesBehind(store.read).selectFrom(table).selectAll().execute()),
    );
    return createHash('sha256').update(JSON.stringify(all)).digest('hex');
  };
  return {
    ...fixture,
    port,
    server,
    logged,
    send,
    state,
    async refused(what, status, code) {
      const before = await state();
      const answer = await send(what);
      assert.equal(answer.json?.code, code, answer.text);
      assert.equal(answer.status, status, answer.text);
      assertProblem(answer);
      assert.equal(await state(), before, `${what.method} ${what.path} changed something`);
      return answer;
    },
  };
}

/** Whether a response is a complete RFC 9457 problem. */
export function assertProblem({ status, headers, json }: Answer): void {
  assert.equal(headers['content-type'], 'application/problem+json');
  assert.equal(json.status, status);
  assert.equal(json.type, `urn:lostwax:problem:${json.code}`);
  assert.equal(json.requestId, headers['x-request-id']);
  assert.ok(json.title.length > 0);
  if (json.code !== 'internal_error') assert.match(json.detail, /\.$/);
}

function exchange(port: number, agent: Agent, admin: string, what: Sent): Promise<Answer> {
  const { method, path, key = admin, body, headers = [] } = what;
  const bytes = body === undefined ? undefined : bytesOf(body);
  const lines = ['Host', `127.0.0.1:${port}`, ...headers];
  if (key !== null) lines.push('Authorization', `Bearer ${key}`);
  if (bytes !== undefined) {
    if (!headers.some((name) => /^content-type$/i.test(name))) lines.push('Content-Type', 'application/json');
    if (!headers.some((name) => /^transfer-encoding$/i.test(name)))
      lines.push('Content-Length', String(bytes.length));
  }
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request({ host: '127.0.0.1', port, agent, method, path, headers: lines }, (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const isJson = /json/.test(incoming.headers['content-type'] ?? '') && text !== '';
      const json = isJson ? JSON.parse(text) : undefined;
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
    });
  });
  outgoing.on('error', reject);
  outgoing.end(bytes);
  return promise;
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
