import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type FeedPart,
  HEARTBEAT,
  isSameHistory,
  parseFeedPath,
  parsePosition,
  SNAPSHOT_TYPE,
} from '@lostwax/contract';
import { FeedModel } from './feed-model.ts';

/** The three requests of a feed. */
export type FeedRequestKind = FeedPart;

/**
 * Answers in place of the server.
 *
 * @returns false to let the server answer after all.
 */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * A small real HTTP server that implements spec/feed.md for the workspace `acme` and can be made to
 * misbehave.
 */
export class FeedServer {
  readonly model: FeedModel;
  readonly issuer: string;
  readonly address: string;
  readonly port: number;
  /** How often each was requested, and the last query and headers. */
  readonly asked: Record<FeedRequestKind, number> = { snapshot: 0, changes: 0, head: 0 };
  readonly seen: { kind: FeedRequestKind; url: URL; headers: IncomingMessage['headers'] }[] = [];
  readonly #server: Server;
  readonly #streams = new Map<ServerResponse, { full: boolean; sent: number; lineage: string }>();
  readonly #misbehaviours = new Map<FeedRequestKind, Misbehaviour>();

  private constructor(server: Server, model: FeedModel, port: number) {
    this.#server = server;
    this.model = model;
    this.issuer = model.issuer;
    this.port = port;
    this.address = `http://127.0.0.1:${port}/acme`;
    server.on('request', (request, response) => this.#answer(request, response));
  }

  /** @param model - Default: a new one, whose issuer is the server's own address. */
  static async start(model?: FeedModel, port = 0): Promise<FeedServer> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const at = (server.address() as AddressInfo).port;
    return new FeedServer(server, model ?? new FeedModel(`http://127.0.0.1:${at}/acme`), at);
  }

  get streams(): number {
    return this.#streams.size;
  }

  misbehave(kind: FeedRequestKind, misbehaviour: Misbehaviour | undefined): void {
    if (misbehaviour === undefined) this.#misbehaviours.delete(kind);
    else this.#misbehaviours.set(kind, misbehaviour);
  }

  /** Sends what is new to every stream. */
  flush(): void {
    for (const [response, stream] of this.#streams) {
      if (stream.lineage !== this.model.lineage) {
        response.end();
        continue;
      }
      const events = this.model.eventsAfter(stream.sent, stream.full) ?? [];
      stream.sent += events.length;
      response.write(events.join(''));
    }
  }

  /** Writes to every stream, unchanged. */
  writeRaw(text: string): void {
    for (const response of this.#streams.keys()) response.write(text);
  }

  dropStreams(): void {
    for (const response of this.#streams.keys()) response.destroy();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.address);
    const target = parseFeedPath(url.pathname);
    if (target === undefined) return void response.writeHead(404).end();
    const { part: kind } = target;
    const full = target.kind === 'full';
    this.asked[kind]++;
    this.seen.push({ kind, url, headers: request.headers });
    if (this.#misbehaviours.get(kind)?.(request, response)) return;
    if (kind === 'head') this.#head(response);
    else if (kind === 'snapshot') this.#snapshot(request, response, full);
    else this.#changes(url, response, full);
  }

  #head(response: ServerResponse): void {
    const { position, issuer } = this.model;
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify({ position, issuer }));
  }

  #snapshot(request: IncomingMessage, response: ServerResponse, full: boolean): void {
    const file = this.model.snapshot(full);
    const etag = `"${this.model.position}"`;
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const part = from > 0 && request.headers['if-range'] === etag;
    response.writeHead(part ? 206 : 200, {
      'content-type': SNAPSHOT_TYPE,
      etag,
      'content-length': part ? file.length - from : file.length,
      ...(part && { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    });
    response.end(part ? file.subarray(from) : file);
  }

  #changes(url: URL, response: ServerResponse, full: boolean): void {
    const since = parsePosition(url.searchParams.get('since'));
    if (since === undefined) return void response.writeHead(400).end();
    const { lineage, seq } = since;
    const { model } = this;
    const same = isSameHistory(since, model);
    if (same ? seq > model.seq : since.epoch >= model.epoch) return void response.writeHead(409).end();
    const gone = !same || since.digest !== model.at(seq).digest || model.eventsAfter(seq, full) === undefined;
    if (gone) return void response.writeHead(410).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(HEARTBEAT);
    this.#streams.set(response, { full, sent: seq, lineage });
    response.once('close', () => this.#streams.delete(response));
    this.flush();
  }
}
