import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { comparePositions, type FeedKind, HEARTBEAT, isSameHistory, type Position } from '@lostwax/contract';
import type { Store } from '../store/store.ts';
import { eventsAfter, headOf } from './changes.ts';

/** Silence after which a comment is sent. */
const HEARTBEAT_MILLISECONDS = 5_000;

/** One reader's stream of changes. */
interface Stream {
  readonly response: ServerResponse;
  sent: Position;
}

/**
 * Sends the changes of one workspace's feed to all its readers. After each commit, the new changes
 * are read from the store once, and the same bytes go to every reader that is up to date; a reader
 * that is behind is served separately until it catches up.
 */
export class Broadcast {
  readonly #store: Store;
  readonly #workspaceId: number;
  readonly #kind: FeedKind;
  readonly #failed: (error: unknown) => void;
  readonly #streams = new Set<Stream>();
  #pumping = false;
  #again = false;
  #closed = false;
  #heartbeat: NodeJS.Timeout | undefined;

  /** @param failed - Called when the store fails. */
  constructor(store: Store, workspaceId: number, kind: FeedKind, failed: (error: unknown) => void) {
    this.#store = store;
    this.#workspaceId = workspaceId;
    this.#kind = kind;
    this.#failed = failed;
  }

  get readers(): number {
    return this.#streams.size;
  }

  /** Adds a reader whose position has been checked; the response headers have been written. */
  join(response: ServerResponse, since: Position): void {
    if (this.#closed) {
      response.end();
      return;
    }
    const stream: Stream = { response, sent: since };
    this.#streams.add(stream);
    response.once('close', () => this.#leave(stream));
    response.on('drain', () => this.changed());
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MILLISECONDS).unref();
    this.changed();
  }

  /** Something may have been committed meanwhile. */
  changed(): void {
    this.#again = true;
    if (!this.#pumping) void this.#pump();
  }

  /** Ends all streams, and those that join later. */
  close(): void {
    this.#closed = true;
    for (const stream of this.#streams) {
      this.#leave(stream);
      stream.response.end();
    }
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#again && this.#streams.size > 0) {
        this.#again = false;
        await this.#sendNew();
      }
    } catch (error) {
      // Readers wait for the next heartbeat; their freshness comes from the head, not from here.
      this.#failed(error);
    }
    // In the same turn as the last check of `#again`: a later commit starts its own pump.
    this.#pumping = false;
  }

  async #sendNew(): Promise<void> {
    const head = await headOf(this.#store.read, this.#workspaceId);
    for (let from = this.#behind(head); from !== undefined; from = this.#behind(head)) {
      const events = isSameHistory(from, head)
        ? await eventsAfter(this.#store.read, this.#workspaceId, from, this.#kind)
        : undefined;
      for (const stream of this.#streams) {
        if (comparePositions(stream.sent, from) !== 0 || stream.response.writableNeedDrain) continue;
        // A new history, or deleted changes: the reader reconnects and finds out.
        if (events === undefined) this.#end(stream);
        else {
          stream.response.write(events.bytes);
          stream.sent = events.position;
        }
      }
      // SQLite reads block the thread: after a restart, readers at many positions must not delay
      // every other request.
      if (this.#behind(head) !== undefined) await nextTurn();
    }
  }

  /**
   * Returns the earliest position of a reader that is behind, so that readers catch up with one
   * another. A reader that doesn't read is left where it is and uses no memory; it continues once
   * it has read.
   */
  #behind(head: Position): Position | undefined {
    let earliest: Position | undefined;
    for (const { sent, response } of this.#streams) {
      if (response.writableNeedDrain || comparePositions(sent, head) >= 0) continue;
      if (earliest === undefined || comparePositions(sent, earliest) < 0) earliest = sent;
    }
    return earliest;
  }

  #end(stream: Stream): void {
    this.#leave(stream);
    stream.response.destroy();
  }

  #leave(stream: Stream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  #beat(): void {
    for (const { response } of this.#streams) {
      if (!response.writableNeedDrain) response.write(HEARTBEAT);
    }
    // Retried after the store failed.
    this.changed();
  }
}
