import { type IncomingMessage, request } from 'node:http';
import { parsePosition } from '@lostwax/contract';

/** Bytes of a pin in the public feed. */
const PIN_BYTES = 16;

/** A reader of the public feed that keeps the set of pins, and finds any change that is out of turn. */
export class PinStream {
  readonly pins: Set<string>;
  readonly #incoming: IncomingMessage;
  #seq: number;
  #rest = '';
  #fault: Error | undefined;

  private constructor(pins: Set<string>, seq: number, incoming: IncomingMessage) {
    this.pins = pins;
    this.#seq = seq;
    this.#incoming = incoming;
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => this.#take(text));
  }

  /** Takes the snapshot, and follows from its position on. */
  static async open(published: string): Promise<PinStream> {
    const bytes = Buffer.from(await (await fetch(`${published}/feed/snapshot`)).arrayBuffer());
    const start = 12 + bytes.readUInt32LE(8);
    const header = JSON.parse(bytes.toString('utf8', 12, start));
    const pins = new Set<string>();
    for (let at = start; at < start + header.bytes; at += PIN_BYTES) {
      pins.add(bytes.toString('base64url', at, at + PIN_BYTES));
    }
    const { position } = (await (await fetch(`${published}/feed/head`)).json()) as { position: string };
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${published}/feed?since=${position}`, { agent: false }, resolve).on('error', reject).end();
    });
    if (incoming.statusCode !== 200) throw new Error(`The feed answered ${incoming.statusCode}.`);
    return new PinStream(pins, sequenceOf(position), incoming);
  }

  /** The number of the last change; throws what went wrong with the stream. */
  get seq(): number {
    if (this.#fault !== undefined) throw this.#fault;
    return this.#seq;
  }

  close(): void {
    this.#incoming.destroy();
  }

  #take(text: string): void {
    const events = (this.#rest + text).split('\n\n');
    this.#rest = events.pop() ?? '';
    for (const event of events) {
      const [, id, kind, data = ''] = /^id: (\S+)\nevent: (\w+)\ndata: (.*)$/.exec(event) ?? [];
      if (id === undefined) continue;
      if (sequenceOf(id) !== this.#seq + 1) this.#fault ??= new Error(`${id} came after ${this.#seq}.`);
      this.#seq = sequenceOf(id);
      if (kind === 'add') this.pins.add(data);
      else if (kind === 'remove') this.pins.delete(data);
    }
  }
}

function sequenceOf(text: string): number {
  const position = parsePosition(text);
  if (position === undefined) throw new Error(`${text} is no position.`);
  return position.seq;
}
