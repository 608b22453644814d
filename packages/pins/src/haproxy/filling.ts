import { setImmediate as nextTurn } from 'node:timers/promises';
import { TargetError } from '../errors.ts';
import { batches } from '../lines.ts';
import { askOnce, firstLine } from './connection.ts';

/** A command and its payload must fit into HAProxy's buffer of 16 kB. */
const PAYLOAD_BYTES = 16_200;
/** HAProxy accepts ten connections to its runtime API by default, and an operator may need one. With four it sometimes waits. */
const CONNECTIONS = 6;
/** The first group is small, so that HAProxy has something to do soon. Each is twice as large as the one before. */
const FIRST_GROUP_BYTES = 16_384;
const MOST_GROUP_BYTES = 8_388_608;

/**
 * Adds lines to a map. While HAProxy takes one group of them, the next one is made.
 *
 * HAProxy inserts each line into a tree by its pin. Pins come in no order, so each insertion would look at some twenty places
 * of memory that no processor cache holds, which is half of HAProxy's time with a million keys. So the lines of a group are
 * sorted by the beginnings of their pins.
 */
export class Filling {
  readonly #path: string;
  readonly #map: string;
  #held: string[] = [];
  #heldBytes = 0;
  #enoughBytes = FIRST_GROUP_BYTES;
  #payloads: Generator<string, void, void> | undefined;
  /** One for each connection. */
  #writing: readonly Promise<void>[] = [];

  /**
   * @param path - Of the runtime API.
   * @param map - As commands name it, with a version if it is not the one in use.
   */
  constructor(path: string, map: string) {
    this.#path = path;
    this.#map = map;
  }

  /** @returns Resolves when there is room for more. @throws {@link TargetError}, also of earlier lines. */
  async add(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      this.#held.push(line);
      this.#heldBytes += line.length;
    }
    // Lets HAProxy's answers in, so that it always has something to do.
    await nextTurn();
    if (this.#heldBytes < this.#enoughBytes) return;
    this.#enoughBytes = Math.min(this.#enoughBytes * 2, MOST_GROUP_BYTES);
    await this.#write();
  }

  /** @returns Resolves when all lines are in the map. @throws {@link TargetError} */
  async flush(): Promise<void> {
    await this.#write();
    await Promise.all(this.#writing);
  }

  /** @returns Resolves when nothing is on its way any more. What has not been sent by then is dropped. */
  async stop(): Promise<void> {
    this.#payloads?.return();
    await Promise.allSettled(this.#writing);
  }

  /** Begins to write what is held, as soon as what came before it has been written. */
  async #write(): Promise<void> {
    await Promise.all(this.#writing);
    const payloads = batches(grouped(this.#held), PAYLOAD_BYTES);
    this.#held = [];
    this.#heldBytes = 0;
    this.#payloads = payloads;
    const write = async (): Promise<void> => {
      for (const payload of payloads) await add(this.#path, this.#map, payload);
    };
    this.#writing = Array.from({ length: CONNECTIONS }, write);
    // An error is thrown by whoever waits for them next.
    for (const one of this.#writing) one.catch(() => {});
  }
}

/** Puts lines with the same first two characters next to each other. */
function grouped(lines: readonly string[]): readonly string[] {
  const groups = Map.groupBy(lines, (line) => line.charCodeAt(0) * 128 + line.charCodeAt(1));
  return [...groups.values()].flat();
}

/** On a connection of its own: a connection for many commands would answer each line of the payload. */
export async function add(path: string, map: string, payload: string): Promise<void> {
  const answer = await askOnce(path, `add map ${map} <<\n${payload}`);
  if (answer !== '') throw new TargetError(`HAProxy rejected entries: ${firstLine(answer)}`);
}
