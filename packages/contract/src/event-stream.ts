import { StringDecoder } from 'node:string_decoder';
import { MOST_EVENT_CHARACTERS, type RawEvent } from './event.ts';
import { LimitError } from './limit-error.ts';

/**
 * Reads server-sent events (WHATWG HTML §9.2) as spec/feed.md §4 uses them: lines end with LF or CRLF; fields are `id`, `event`, `data`
 * and `check`; comments and other fields are ignored.
 *
 * It is small and our own because a general parser repairs what is broken and keeps the last ID across events. Here a broken event ends
 * the connection, and each event must bring its own position.
 */
export class EventStreamParser {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #id: string | undefined;
  #event: string | undefined;
  #data: string | undefined;
  #check: string | undefined;
  #characters = 0;

  /**
   * @returns The events that this chunk ends.
   * @throws {@link LimitError} for an event of more than 66,560 characters.
   */
  push(chunk: Uint8Array): RawEvent[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    const events: RawEvent[] = [];
    for (const line of lines) this.#take(line.endsWith('\r') ? line.slice(0, -1) : line, events);
    this.#assertShort(this.#characters + this.#rest.length);
    return events;
  }

  #take(line: string, events: RawEvent[]): void {
    if (line === '') {
      const [id, event, check] = [this.#id, this.#event, this.#check];
      if (this.#characters > 0) events.push({ id, event, data: this.#data ?? '', check });
      this.#id = this.#event = this.#data = this.#check = undefined;
      this.#characters = 0;
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'id') this.#id = value;
    else if (field === 'event') this.#event = value;
    else if (field === 'check') this.#check = value;
    else if (field === 'data') this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    else return;
    this.#characters += line.length;
    this.#assertShort(this.#characters);
  }

  #assertShort(characters: number): void {
    if (characters > MOST_EVENT_CHARACTERS)
      throw new LimitError(`An event of the feed is longer than ${MOST_EVENT_CHARACTERS} characters.`);
  }
}
