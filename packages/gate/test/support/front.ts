import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { startApi } from './api.ts';

/** Handles a request for the feed. `undefined` forwards it to the authority. */
export type Trouble = (path: string, response: ServerResponse, pass: () => void) => void;

/** A proxy between a gate and a real authority that can simulate any fault of a network or an authority. */
export interface Front {
  readonly url: string;
  trouble: Trouble | undefined;
  /** Requests since the start, by the last part of their path: `feed`, `snapshot`, `head`. */
  readonly asked: ReadonlyMap<string, number>;
  /** Cuts all connections, including streams. */
  cut(): void;
  stop(): Promise<void>;
}

/** @param authority - Returns its current address. */
export async function startFront(authority: () => string): Promise<Front> {
  const asked = new Map<string, number>();
  const { url, cut, stop } = await startApi((incoming, response) => {
    const path = (incoming.url ?? '').split('?', 1)[0] ?? '';
    const name = path.slice(path.lastIndexOf('/') + 1);
    asked.set(name, (asked.get(name) ?? 0) + 1);
    const pass = (): void => forward(authority(), incoming, response);
    if (front.trouble === undefined) pass();
    else front.trouble(name, response, pass);
  });
  const front: Front = { url, trouble: undefined, asked, cut, stop };
  return front;
}

function forward(authority: string, incoming: IncomingMessage, response: ServerResponse): void {
  const outgoing = request(`${authority}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers: incoming.headers,
  });
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    // Headers of a stream must not wait for its first event.
    response.flushHeaders();
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  outgoing.end();
}

const html = '<!doctype html><title>Sign in</title>';

/** Keeps sending heartbeats but answers no head, like a socket that still holds earlier data. */
export const onlyHeartbeats: Trouble = (name, response, pass) => {
  if (name === 'head') return;
  if (name !== 'feed') return pass();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const beat = setInterval(() => response.write(': \n\n'), 50);
  response.on('close', () => clearInterval(beat));
};

/** Faults that can befall a working feed. */
export const troubles: Readonly<Record<string, Trouble>> = {
  'is silent': () => {},
  'sends heartbeats but answers no head': onlyHeartbeats,
  'answers 503': (_, response) =>
    void response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{}'),
  'answers HTML with 200': (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  'answers HTML under the right type': (name, response) => {
    const types: Record<string, string> = { head: 'application/json', feed: 'text/event-stream' };
    response.writeHead(200, { 'content-type': types[name] ?? 'application/vnd.lostwax.snapshot' }).end(html);
  },
  redirects: (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'sends an endless answer': (name, response) => {
    const types: Record<string, string> = { head: 'application/json', feed: 'text/event-stream' };
    response.writeHead(200, { 'content-type': types[name] ?? 'application/vnd.lostwax.snapshot' });
    const part = 'x'.repeat(65_536);
    const more = setInterval(() => response.write(part), 20);
    response.on('close', () => clearInterval(more));
  },
};

/** Modifies an authority's answer as a whole with `change`. */
export function changed(front: () => string, path: string, change: (body: Buffer) => Buffer): Trouble {
  return (name, response, pass) => {
    if (!path.endsWith(`/${name}`)) return pass();
    fetch(`${front()}${path}`)
      .then(async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer());
        const headers = Object.fromEntries(
          ['content-type', 'etag', 'accept-ranges'].flatMap((it) => [[it, answer.headers.get(it) ?? '']]),
        );
        const made = change(body);
        response.writeHead(200, { ...headers, 'content-length': made.length });
        response.end(made);
      })
      .catch(() => response.destroy());
  };
}
