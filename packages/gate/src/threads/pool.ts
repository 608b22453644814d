import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SentKey, SharedVerifier, Verdict } from '@lostwax/verifier';
import { GateError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { StopTimes } from '../server/stop.ts';
import type { Use } from '../usage/use-counter.ts';
import type { MainMessage, ThreadMessage, ThreadSettings, ThreadStart } from './messages.ts';
import { Tally } from './tally.ts';

/** What the threads need from the main one. */
export interface PoolParts {
  readonly settings: ThreadSettings;
  /** Shares the sets with one thread. */
  readonly share: () => SharedVerifier;
  readonly phase: SharedArrayBuffer;
  readonly uses: (uses: readonly Use[]) => void;
  readonly metrics: () => Promise<string>;
  /** Asks another system about a key. @param parent - The `traceparent` of the request. */
  readonly elsewhere: (sent: SentKey, parent: string | undefined) => Promise<Verdict>;
  readonly log: Log;
}

/** Where the gate listens. */
export interface Ports {
  readonly port: number;
  readonly grpcPort: number | undefined;
}

const file = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url);
const RESTART_MILLISECONDS = 200;

/** The threads that answer. If one dies it is replaced, while the others keep working. */
export class Pool {
  readonly #parts: PoolParts;
  readonly #tallies: Tally[] = [];
  readonly #workers = new Set<Worker>();
  #settings: ThreadSettings;
  #stopping = false;
  /** Number of threads that died since the start. */
  deaths = 0;

  constructor(parts: PoolParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
  }

  /** Counts of every thread, including those that died. */
  get tallies(): readonly Tally[] {
    return this.#tallies;
  }

  /**
   * Starts all threads. If any free port was requested, the first thread chooses the ports and the others use
   * the same.
   *
   * @throws {@link GateError} `cannot_listen`.
   */
  async start(): Promise<Ports> {
    const { port, grpcPort } = await this.#startOne(new Tally());
    this.#settings = { ...this.#settings, port, ...(grpcPort !== undefined && { grpcPort }) };
    await Promise.all(Array.from({ length: this.#settings.threads - 1 }, () => this.#startOne(new Tally())));
    return { port, grpcPort };
  }

  async stop(times: StopTimes): Promise<void> {
    this.#stopping = true;
    const ended = [...this.#workers].map((worker) => {
      worker.postMessage({ type: 'stop', times } satisfies MainMessage);
      const late = setTimeout(() => void worker.terminate(), times.drain + times.grace + 2_000);
      return new Promise<void>((resolve) =>
        worker.once('exit', () => {
          clearTimeout(late);
          resolve();
        }),
      );
    });
    await Promise.all(ended);
  }

  #startOne(tally: Tally): Promise<Ports> {
    const { share, phase } = this.#parts;
    const shared = share();
    const { transferList, ...rest } = shared;
    const start: ThreadStart = {
      shared: { ...rest, transferList: [] },
      settings: this.#settings,
      tally: tally.buffer,
      phase,
    };
    if (!this.#tallies.includes(tally)) this.#tallies.push(tally);
    const worker = new Worker(file, { workerData: start, transferList: [...transferList] });
    this.#workers.add(worker);
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'listening') resolve(message);
        else if (message.type === 'cannot_listen') reject(new GateError('cannot_listen', message.message));
        else this.#take(worker, message);
      });
      worker.on('error', (error) =>
        this.#parts.log.error({ err: error }, 'a thread has died and is being replaced'),
      );
      worker.on('exit', () => {
        this.#workers.delete(worker);
        reject(new GateError('cannot_listen', 'A thread ended before it was listening.'));
        if (!this.#stopping) this.#replace(tally);
      });
    });
  }

  #replace(tally: Tally): void {
    this.deaths += 1;
    setTimeout(() => {
      if (!this.#stopping)
        this.#startOne(tally).catch((error: unknown) =>
          this.#parts.log.error({ err: error }, 'failed to replace a thread'),
        );
    }, RESTART_MILLISECONDS);
  }

  #take(worker: Worker, message: ThreadMessage): void {
    const { uses, metrics, elsewhere, log } = this.#parts;
    const answer = (own: MainMessage): void => worker.postMessage(own);
    if (message.type === 'uses') uses(message.uses);
    else if (message.type === 'log') log[message.level](message.fields, message.message);
    else if (message.type === 'metrics') {
      void metrics().then((text) => answer({ type: 'metrics', id: message.id, text }));
    } else if (message.type === 'elsewhere') {
      const { id, sent, parent } = message;
      void elsewhere(sent, parent).then((verdict) => answer({ type: 'elsewhere', id, verdict }));
    }
  }
}
