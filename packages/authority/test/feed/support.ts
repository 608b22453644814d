import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { after } from 'node:test';
import { crc32 } from 'node:zlib';
import { positionIn, seqOf } from '../../../../tools/testing/position.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';

export const SLUG = 'acme';
const DEADLINE_MILLISECONDS = 20_000;

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it and fail where it is not what they expect.
  readonly json: any;
}

type Headers = Readonly<Record<string, string>>;

/** A real authority with a new folder and the workspace `acme`. */
export interface FeedFixture {
  readonly folder: string;
  readonly database: string;
  /** The first administrator's key. */
  readonly admin: string;
  readonly authority: () => Authority;
  /** Calls the API with the first administrator key; fails unless it succeeds. */
  call(method: string, path: string, body?: unknown): ReturnType<typeof JSON.parse>;
  /** Any request, sent unchanged. */
  get(path: string, headers?: Headers, method?: string): Promise<Got>;
  /** Opens a stream of changes; fails if the response isn't a stream. */
  follow(path: string, headers?: Headers): Promise<Stream>;
  issue(input?: object): Promise<{ readonly id: string; readonly token: string }>;
  revoke(id: string): Promise<void>;
  /** Stops the authority and restarts it with the same port and data. */
  restart(): Promise<void>;
  /** The position after this many changes; the current position by default. */
  at(seq?: number, slug?: string): string;
}

/** Call it outside tests; everything is closed after the file's tests. */
export async function openFeeds(folder: string = makeFolder()): Promise<FeedFixture> {
  let running = await startAuthority({ data: folder, port: 0 });
  after(() => running.close());
  const admin = readFileSync(running.adminKeyFile, 'utf8').trim();
  const send = (
    path: string,
    headers: Headers = {},
    method = 'GET',
    body?: unknown,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      // A new connection each time: kept-alive connections wouldn't survive a restart.
      const options = { method, headers: { ...type, ...headers }, agent: false };
      const outgoing = request(running.url + path, options, resolve);
      outgoing.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  const fixture: FeedFixture = {
    folder,
    at: (seq, slug = SLUG) => positionIn(`${folder}/lostwax.db`, slug, seq),
    database: `${folder}/lostwax.db`,
    admin,
    authority: () => running,
    async call(method, path, body) {
      const got = await read(await send(path, bearer(admin), method, body));
      assert.ok(got.status < 300, `${method} ${path}: ${got.body}`);
      return got.json;
    },
    get: async (path, headers, method) => read(await send(path, headers, method)),
    async follow(path, headers) {
      const incoming = await send(path, headers);
      assert.equal(incoming.statusCode, 200, path);
      assert.equal(incoming.headers['content-type'], 'text/event-stream');
      return new Stream(incoming);
    },
    async issue(input) {
      const { key, token } = await fixture.call('POST', `/v1/workspaces/${SLUG}/keys`, {
        customer: 'c',
        ...input,
      });
      return { id: key.id, token };
    },
    async revoke(id) {
      await fixture.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/revoke`, {});
    },
    async restart() {
      const port = Number(new URL(running.url).port);
      await running.close();
      running = await startAuthority({ data: folder, port });
    },
  };
  await fixture.call('POST', '/v1/workspaces', { slug: SLUG });
  return fixture;
}

export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

async function read(incoming: IncomingMessage): Promise<Got> {
  // If a response was expected, a stream of changes would never end.
  const cut = setTimeout(() => incoming.destroy(), DEADLINE_MILLISECONDS);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  clearTimeout(cut);
  const body = Buffer.concat(chunks);
  const isJson = /json/.test(incoming.headers['content-type'] ?? '') && body.length > 0;
  const json = isJson ? JSON.parse(body.toString()) : undefined;
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body, json };
}

export interface FeedEvent {
  /** Of its position. */
  readonly seq: number;
  readonly event: string;
  readonly data: string;
}

/** A stream of changes as a reader sees it: exactly the lines of spec/feed.md §4, or a failure. */
export class Stream {
  readonly events: FeedEvent[] = [];
  comments = 0;
  ended = false;
  readonly #incoming: IncomingMessage;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    let rest = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    });
    incoming.on('error', () => {});
    incoming.once('close', () => {
      this.ended = true;
    });
    after(() => this.close());
  }

  /** Whether the stream ended normally instead of being cut off. */
  get complete(): boolean {
    return this.#incoming.complete;
  }

  /** Position of the last event, or undefined. */
  position: string | undefined;

  #take(block: string): void {
    if (block === ': ') {
      this.comments += 1;
      return;
    }
    const [, id, event, data, check] =
      /^id: ([0-9a-f]{16}\.\d+\.\d+\.[\w-]{22})\nevent: (add|remove|other)\ndata: ([^\n]*)(?:\ncheck: ([0-9a-f]{8}))?$/.exec(
        block,
      ) ?? [];
    assert.ok(
      id !== undefined && event !== undefined && data !== undefined,
      `no event: ${JSON.stringify(block)}`,
    );
    if (data.startsWith('{')) assert.equal(check, crc32(data).toString(16).padStart(8, '0'), 'its checksum');
    this.position = id;
    this.events.push({ seq: seqOf(id), event, data });
  }

  /** Waits for the event with this number. */
  async reach(wanted: number): Promise<void> {
    await until(`the event ${wanted}, after ${this.position}`, DEADLINE_MILLISECONDS, () =>
      this.events.some(({ seq }) => seq === wanted),
    );
  }

  async end(): Promise<void> {
    await until('the stream ends', DEADLINE_MILLISECONDS, () => this.ended);
  }

  close(): void {
    this.#incoming.destroy();
  }
}

/** Whether the events are numbered consecutively, starting after this one. */
export function assertInOrder(events: readonly FeedEvent[], after: number): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => after + index + 1),
  );
}

export interface ParsedSnapshot {
  readonly header: {
    readonly issuer: string;
    readonly feed: string;
    readonly position: string;
    readonly count: number;
    readonly bytes: number;
    readonly at?: number;
  };
  /** Pins in base64url, each with its record in the full feed. */
  readonly pins: ReadonlyMap<string, string>;
}

/** Parses a snapshot byte by byte according to spec/feed.md §3; fails if it doesn't conform. */
export function parseSnapshot(bytes: Buffer): ParsedSnapshot {
  assert.equal(bytes.toString('latin1', 0, 8), 'LWXSNAP2');
  const length = bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.toString('utf8', 12, 12 + length));
  const entries = bytes.subarray(12 + length, -32);
  assert.equal(header.bytes, entries.length);
  assert.deepEqual(bytes.subarray(-32), createHash('sha256').update(bytes.subarray(0, -32)).digest());
  const pins = new Map<string, string>();
  for (let at = 0; at < entries.length; ) {
    if (header.feed === 'public') {
      pins.set(entries.toString('base64url', at, at + 16), '');
      at += 16;
    } else {
      const end = at + 4 + entries.readUInt32LE(at);
      const record = entries.toString('utf8', at + 4, end);
      pins.set(JSON.parse(record).pin, record);
      at = end;
    }
  }
  assert.equal(pins.size, header.count, 'none twice, none too few');
  return { header, pins };
}

/** A token's pin in the public feed, and in the full one. */
export function pinsOf(token: string): { readonly half: string; readonly whole: string } {
  const pin = createHash('sha256').update(token, 'ascii').digest();
  return { half: pin.subarray(0, 16).toString('base64url'), whole: pin.toString('base64url') };
}

/** The state of a reader that started with a snapshot, or with nothing, and applied these events. */
export function applyEvents(pins: Iterable<string>, events: readonly FeedEvent[]): Set<string> {
  const set = new Set(pins);
  for (const { event, data } of events) {
    const pin = data.startsWith('{') ? JSON.parse(data).pin : data;
    if (event === 'add') set.add(pin);
    else if (event === 'remove') set.delete(pin);
  }
  return set;
}

/** The published pins, read from the file without any of the authority's code. */
export function storedPins(
  file: string,
  slug = SLUG,
): { readonly whole: Set<string>; readonly half: Set<string>; readonly seq: number } {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const { id, seq } = database.prepare('SELECT id, seq FROM workspaces WHERE slug = ?').get(slug) ?? {};
    const rows = database
      .prepare('SELECT pin FROM keys WHERE workspace_id = ? AND published = 1')
      .all(Number(id))
      .map(({ pin }) => Buffer.from(pin as Uint8Array));
    return {
      whole: new Set(rows.map((pin) => pin.toString('base64url'))),
      half: new Set(rows.map((pin) => pin.toString('base64url', 0, 16))),
      seq: Number(seq),
    };
  } finally {
    database.close();
  }
}
