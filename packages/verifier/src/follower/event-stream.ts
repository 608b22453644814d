import { StringDecoder } from 'node:string_decoder';
import { FeedError } from './feed-error.ts';

/** One event of the stream of changes; an event that has no `id` or no `event` line has none here. */
export interface StreamEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string;
  /** The checksum of `data`, which a full feed adds. */
  readonly check: string | undefined;
}

const MAX_EVENT_CHARACTERS = 256 * 1024;

/**
 * Reads server-sent events (WHATWG HTML §9.2) as spec/feed.md §4 uses them: lines end with LF or CRLF, fields are `id`, `event`,
 * `data` and `check`, comments and other fields are passed over.
 *
 * Own and small, since a general one repairs what is broken and keeps the last id over events; here what is broken ends the
 * connection, and each event must bring its own number.
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
   * @throws {@link FeedError} `too_large` for an event of more than 256 Ki characters.
   */
  push(chunk: Uint8Array): StreamEvent[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    const events: StreamEvent[] = [];
    for (const line of lines) this.#take(line.endsWith('\r') ? line.slice(0, -1) : line, events);
    if (this.#rest.length + this.#characters > MAX_EVENT_CHARACTERS) {
      throw new FeedError(
        'too_large',
        `An event of the feed is longer than ${MAX_EVENT_CHARACTERS} characters.`,
      );
    }
    return events;
  }

  #take(line: string, events: StreamEvent[]): void {
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
  }
}
