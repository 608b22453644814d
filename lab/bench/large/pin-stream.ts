import { type IncomingMessage, request } from 'node:http';
import {
  EventStreamParser,
  HALF_PIN_BYTES,
  headerLength,
  PREAMBLE_BYTES,
  parseEvent,
  parseHead,
  parseSnapshotHeader,
  positionText,
} from '@lostwax/contract';

/** A reader of the public feed that keeps the set of pins and detects any out-of-order change. */
export class PinStream {
  readonly pins: Set<string>;
  readonly #incoming: IncomingMessage;
  #seq: number;
  readonly #parser = new EventStreamParser();
  #fault: Error | undefined;

  private constructor(pins: Set<string>, seq: number, incoming: IncomingMessage) {
    this.pins = pins;
    this.#seq = seq;
    this.#incoming = incoming;
    incoming.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /** Takes the snapshot and follows the feed from its position. */
  static async open(published: string): Promise<PinStream> {
    const bytes = Buffer.from(await (await fetch(`${published}/feed/snapshot`)).arrayBuffer());
    const start = PREAMBLE_BYTES + (headerLength(bytes) ?? 0);
    const header = parseSnapshotHeader(bytes.toString('utf8', PREAMBLE_BYTES, start));
    const pins = new Set<string>();
    for (let at = start; at < start + (header?.bytes ?? 0); at += HALF_PIN_BYTES) {
      pins.add(bytes.toString('base64url', at, at + HALF_PIN_BYTES));
    }
    const position = parseHead(await (await fetch(`${published}/feed/head`)).text())?.position;
    if (position === undefined) throw new Error('The head names no position.');
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${published}/feed?since=${positionText(position)}`, { agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    if (incoming.statusCode !== 200) throw new Error(`The feed answered ${incoming.statusCode}.`);
    return new PinStream(pins, position.seq, incoming);
  }

  /** The number of the last change. Throws the stream's error, if there was one. */
  get seq(): number {
    if (this.#fault !== undefined) throw this.#fault;
    return this.#seq;
  }

  close(): void {
    this.#incoming.destroy();
  }

  #take(chunk: Buffer): void {
    for (const raw of this.#parser.push(chunk)) {
      const event = parseEvent('public', raw);
      if (typeof event === 'string') {
        this.#fail(`An event has a wrong ${event}.`);
        return;
      }
      const { position, change, data } = event;
      if (position.seq !== this.#seq + 1) this.#fail(`${position.seq} came after ${this.#seq}.`);
      this.#seq = position.seq;
      if (change === 'add') this.pins.add(data);
      else if (change === 'remove') this.pins.delete(data);
    }
  }

  #fail(message: string): void {
    this.#fault ??= new Error(message);
  }
}
