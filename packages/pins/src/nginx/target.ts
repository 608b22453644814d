import { closing } from '../closing.ts';
import { batches, recordLines } from '../lines.ts';
import type { Log } from '../log.ts';
import { assertProtected } from '../protection.ts';
import { nginxFormat } from '../record.ts';
import type { Parts, PinEntry, PinTarget, Seal, TargetChange, TargetState } from '../target.ts';
import { NginxConnection } from './connection.ts';

/** Of one request. nginx takes 128 KB, and other requests wait for about 2 ms meanwhile. */
const BATCH_BYTES = 64_000;
/** Characters of the pin that name an entry. */
const NAME_LENGTH = 16;

/**
 * nginx 1.25 or later with njs 0.8 or later, through the Unix socket of the configuration that
 * `lostwax gateway nginx --mode pins` prints.
 *
 * @param path - Of the socket.
 */
export class NginxTarget implements PinTarget {
  readonly name: string;
  readonly switches = false;
  readonly #path: string;
  readonly #log: Log;
  #stamp = '';
  /** nginx's count after the last request of this process. If it differs, something else has changed the table. */
  #writes = 0;

  constructor(path: string, log: Log) {
    this.name = `nginx:${path}`;
    this.#path = path;
    this.#log = log;
  }

  look(): Promise<TargetState> {
    return this.#connected(async (nginx) => {
      const { stamp, writes, count, deadline } = await nginx.state();
      const isOther = stamp === '' || (stamp === this.#stamp && writes !== this.#writes);
      return { stamp: isOther ? undefined : stamp, count, deadline };
    });
  }

  /**
   * Entries are written over those that are there, and the rest is removed afterwards. Until then the old deadline
   * counts, which nothing renews.
   */
  replace(parts: Parts, seal: () => Seal, revoked: () => Iterable<readonly string[]>): Promise<number> {
    return this.#connected(async (nginx) => {
      assertProtected(this.#path);
      const { count: found } = await nginx.state();
      const rest = found === 0 ? new Set<string>() : await nginx.names();
      let count = 0;
      const drop = async (): Promise<void> => {
        for (const pins of revoked()) {
          const names = pins.map(nameOf);
          // Those of the old table were not counted.
          const old = names.filter((name) => rest.delete(name)).length;
          count -= (await this.#write(nginx, names.map(removal))) - old;
        }
      };
      for await (const part of parts) {
        const lines = this.#lines(part);
        count += lines.length;
        for (const line of lines) rest.delete(line.slice(1, 1 + NAME_LENGTH));
        await this.#write(nginx, lines);
        // After the part: it may contain what has been revoked since it was made.
        await drop();
      }
      await this.#write(nginx, Array.from(rest, removal));
      await drop();
      const { stamp, deadline } = seal();
      const { writes } = await nginx.write(`!${stamp} ${count}\n=${deadline}\n`);
      this.#stamp = stamp;
      this.#writes = writes;
      return count;
    });
  }

  change({ removed, added }: TargetChange): Promise<number> {
    return this.#connected(async (nginx) => {
      const removals = removed.map((pin) => removal(nameOf(pin)));
      return this.#write(nginx, [...removals, ...this.#lines(added)], this.#stamp);
    });
  }

  confirm(deadline: number): Promise<void> {
    return this.#connected(async (nginx) => {
      await this.#write(nginx, [`=${deadline}`], this.#stamp);
    });
  }

  /**
   * @param stamp - Of the table that the lines are for; any if absent.
   * @returns How many entries were removed.
   */
  async #write(nginx: NginxConnection, lines: readonly string[], stamp?: string): Promise<number> {
    let removed = 0;
    const guard = stamp === undefined ? '' : `?${stamp}\n`;
    for (const batch of batches(lines, BATCH_BYTES)) {
      const state = await nginx.write(guard + batch);
      removed += state.removed;
      // A write of another process in between is noticed by the next look.
      if (stamp !== undefined) this.#writes += 1;
    }
    return removed;
  }

  #lines(entries: readonly PinEntry[]): readonly string[] {
    return recordLines(entries, nginxFormat, 'nginx', this.#log).map((line) => `+${line}`);
  }

  #connected<T>(use: (nginx: NginxConnection) => Promise<T>): Promise<T> {
    return closing(new NginxConnection(this.#path), use);
  }
}

/** Of an entry. */
function nameOf(pin: string): string {
  return pin.slice(0, NAME_LENGTH);
}

/** A line that removes one entry. */
function removal(name: string): string {
  return `-${name}`;
}
