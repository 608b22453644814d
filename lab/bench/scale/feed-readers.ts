/**
 * Many gates' connections in one process: each reads the public feed as a registered reader, and asks for the head as often as a
 * gate does. On an order it revokes keys, one after the other, and measures when every reader has each change.
 */
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStreamParser, type Position, parseHead, parsePosition, positionText } from '@lostwax/contract';
import { obey } from '../measurer.ts';

/** What the process connects to. */
export interface ReadersSetUp {
  /** `http://127.0.0.1:<port>/<workspace>`. */
  readonly published: string;
  /** IDs of registered readers, one for each connection. */
  readonly readers: readonly string[];
}

/** Keys to revoke, one after the other. */
export interface ReadersOrder {
  /** URLs that revoke one key each. */
  readonly revocations: readonly string[];
  readonly adminKey: string;
}

/** Milliseconds from the start of each revocation's request until the readers have it, ascending: one for each reader. */
export type ReadersReport = readonly (readonly number[])[];

/** When gates ask for the head: at least this often, and this soon after a change, to report it. */
const HEAD_EVERY_MILLISECONDS = 5_000;
const REPORT_AFTER_MILLISECONDS = 250;
const PAUSE_MILLISECONDS = 500;
const LIMIT_MILLISECONDS = 30_000;

interface Wait {
  readonly seq: number;
  readonly began: number;
  readonly times: number[];
  readonly all: PromiseWithResolvers<void>;
}

await obey<ReadersSetUp, ReadersOrder, ReadersReport>(async ({ published, readers }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: readers.length });
  const head = await headOf(published);
  let last = head;
  let wait: Wait | undefined;
  const arrived = (position: Position): void => {
    if (position.seq > last.seq) last = position;
    if (wait === undefined || position.seq !== wait.seq) return;
    wait.times.push(performance.now() - wait.began);
    if (wait.times.length === readers.length) wait.all.resolve();
  };
  for (const [index, reader] of readers.entries()) {
    const query = new URLSearchParams({ since: positionText(head), reader });
    const ask = (): void => {
      void askHead(agent, published, reader, last);
      next = setTimeout(ask, HEAD_EVERY_MILLISECONDS);
    };
    let next = setTimeout(ask, (index * HEAD_EVERY_MILLISECONDS) / readers.length);
    await follow(`${published}/feed?${query}`, (position) => {
      arrived(position);
      clearTimeout(next);
      next = setTimeout(ask, REPORT_AFTER_MILLISECONDS);
    });
  }
  return async ({ revocations, adminKey }) => {
    const report: (readonly number[])[] = [];
    for (const url of revocations) {
      const all = Promise.withResolvers<void>();
      wait = { seq: last.seq + 1, began: performance.now(), times: [], all };
      const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
      if (!answer.ok) throw new Error(`A revocation was answered ${answer.status}.`);
      await Promise.race([all.promise, tooLate()]);
      report.push(wait.times);
      await delay(PAUSE_MILLISECONDS);
    }
    return report;
  };
});

async function headOf(published: string): Promise<Position> {
  const head = parseHead(await (await fetch(`${published}/feed/head`)).text());
  if (head === undefined) throw new Error('The head names no position.');
  return head.position;
}

async function follow(url: string, arrived: (position: Position) => void): Promise<void> {
  const [incoming] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  if (incoming.statusCode !== 200) throw new Error(`The feed answered ${incoming.statusCode}.`);
  const parser = new EventStreamParser();
  incoming.on('data', (chunk: Buffer) => {
    for (const { id } of parser.push(chunk)) {
      const position = parsePosition(id);
      if (position !== undefined) arrived(position);
    }
  });
  incoming.on('close', () => {
    throw new Error('The authority ended a feed.');
  });
}

async function askHead(agent: Agent, published: string, reader: string, applied: Position): Promise<void> {
  const query = new URLSearchParams({ reader, applied: positionText(applied) });
  const [incoming] = (await once(get(`${published}/feed/head?${query}`, { agent }), 'response')) as [
    IncomingMessage,
  ];
  incoming.resume();
}

async function tooLate(): Promise<never> {
  await delay(LIMIT_MILLISECONDS, undefined, { ref: false });
  throw new Error(`A change did not reach every reader within ${LIMIT_MILLISECONDS / 1_000} s.`);
}
