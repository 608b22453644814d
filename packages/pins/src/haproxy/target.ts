import { closing } from '../closing.ts';
import { TargetError } from '../errors.ts';
import { recordLines } from '../lines.ts';
import type { Log } from '../log.ts';
import { assertProtected } from '../protection.ts';
import { haproxyFormat, recordLine } from '../record.ts';
import type { Parts, PinEntry, PinTarget, Seal, TargetChange, TargetState } from '../target.ts';
import { eachLine, firstLine, RuntimeConnection } from './connection.ts';
import { add, Filling } from './filling.ts';

/**
 * The maps of the configuration that `lostwax gateway haproxy --mode pins` prints: keys by pin, and the
 * deadline and the stamp. Both name the same empty file, so nothing on disk can bring an older set back.
 */
const KEYS = '/dev/null';
const STATE = '//dev/null';

const MOST_DIFFERENT = 100;
/** Up to this many are removed one by one, whatever the measured times say: on a busy machine, they mislead for small tables. */
const FEW_REMOVALS = 16;

/**
 * HAProxy 2.6 or later, through its runtime API.
 *
 * @param path - Of its `stats socket`, with `level admin`.
 * @see https://docs.haproxy.org/2.6/management.html#9.3
 */
export class HaproxyTarget implements PinTarget {
  readonly name: string;
  readonly switches = true;
  readonly #path: string;
  readonly #log: Log;
  // HAProxy 2.6 searches a list for what it removes: a customer with thousands of keys among a million would take
  // minutes, and a whole replacement takes seconds.
  #removalMilliseconds = 0;
  #replacementMilliseconds = Number.POSITIVE_INFINITY;

  constructor(path: string, log: Log) {
    this.name = `haproxy:${path}`;
    this.#path = path;
    this.#log = log;
  }

  look(): Promise<TargetState> {
    return this.#connected(async (haproxy) => {
      const maps = haproxy.ask('show map');
      const state = haproxy.ask(`show map ${STATE}`);
      const [list, lines] = await Promise.all([maps, state]);
      return {
        count: countOf(list, this.#path),
        stamp: / stamp (\S+)$/m.exec(lines)?.[1],
        deadline: Number(/ deadline (\d+)$/m.exec(lines)?.[1] ?? 0),
      };
    });
  }

  async replace(parts: Parts, seal: () => Seal, revoked: () => Iterable<readonly string[]>): Promise<number> {
    const began = performance.now();
    assertProtected(this.#path);
    const [keys, state] = await this.#connected((haproxy) =>
      Promise.all([this.#prepare(haproxy, KEYS), this.#prepare(haproxy, STATE)]),
    );
    // HAProxy closes a connection that is idle for ten seconds, so none is kept meanwhile.
    await this.#fill(`${keys} ${KEYS}`, parts, revoked);
    const { stamp, deadline } = seal();
    await add(this.#path, `${state} ${STATE}`, `deadline ${deadline}\nstamp ${stamp}\n`);
    // Each takes effect at once, in this order, so a ready gateway stays ready. A new deadline must not come before
    // the keys it is for; one of 0 must not come after them.
    const steps = [`commit map ${keys} ${KEYS}`, `commit map ${state} ${STATE}`];
    if (deadline === 0) steps.reverse();
    return this.#connected(async (haproxy) => {
      await Promise.all(steps.map((step) => haproxy.ask(step)));
      this.#replacementMilliseconds = performance.now() - began;
      return countOf(await haproxy.ask('show map'), this.#path);
    });
  }

  change({ removed, added }: TargetChange): Promise<number | 'replace'> {
    const expected = removed.length * this.#removalMilliseconds;
    if (removed.length > FEW_REMOVALS && expected > this.#replacementMilliseconds)
      return Promise.resolve('replace');
    const began = performance.now();
    return this.#connected(async (haproxy) => {
      const found = await remove(haproxy, removed);
      if (removed.length > 0) this.#removalMilliseconds = (performance.now() - began) / removed.length;
      await this.#fill(KEYS, [added]);
      return found;
    });
  }

  confirm(deadline: number): Promise<void> {
    return this.#connected(async (haproxy) => {
      // Fails in a table that has been emptied, because nothing is there to be set.
      const answer = await haproxy.ask(`set map ${STATE} deadline ${deadline}`);
      if (answer !== '') throw new TargetError(`HAProxy rejected the deadline: ${firstLine(answer)}`);
    });
  }

  async compare(find: (pin: string) => PinEntry | undefined): Promise<readonly string[]> {
    const different: string[] = [];
    await eachLine(this.#path, `show map ${KEYS}`, (line) => {
      // An address, the pin, and its value.
      const at = line.indexOf(' ');
      if (!line.startsWith('0x') || different.length >= MOST_DIFFERENT) return;
      const entry = line.slice(at + 1);
      const pin = entry.slice(0, entry.indexOf(' '));
      const wanted = find(pin);
      if (wanted === undefined || recordLine(wanted, haproxyFormat) !== entry) different.push(pin);
    });
    return different;
  }

  /**
   * Adds to a map over several connections at a time: HAProxy takes one part while the next one is made.
   *
   * @param revoked - Asked after each part, for pins to remove from every version of the map.
   */
  async #fill(
    map: string,
    parts: Parts,
    revoked: () => Iterable<readonly string[]> = () => [],
  ): Promise<void> {
    const filling = new Filling(this.#path, map);
    const drop = async (): Promise<void> => {
      for (const pins of revoked()) {
        // What is on its way must not arrive after the removal.
        await filling.flush();
        await this.#connected((haproxy) => remove(haproxy, pins));
      }
    };
    try {
      for await (const part of parts) {
        await filling.add(this.#lines(part));
        await drop();
      }
      await filling.flush();
      await drop();
    } finally {
      await filling.stop();
    }
  }

  /**
   * Begins a new version of a map, and empties the last one if nobody has committed it: a process that was killed while it
   * wrote a large set would leave as much behind each time.
   *
   * @returns The version to write, as commands name it.
   */
  async #prepare(haproxy: RuntimeConnection, map: string): Promise<string> {
    const line = lineOf(await haproxy.ask('show map'), map);
    const [, current, last] = /curr_ver=(\d+) next_ver=(\d+)/.exec(line ?? '') ?? [];
    if (last !== current) await haproxy.ask(`clear map @${last} ${map}`);
    const version = /^New version created: (\d+)$/.exec(await haproxy.ask(`prepare map ${map}`))?.[1];
    if (version === undefined) throw unfit(this.#path);
    return `@${version}`;
  }

  #lines(entries: readonly PinEntry[]): readonly string[] {
    return recordLines(entries, haproxyFormat, 'HAProxy', this.#log);
  }

  #connected<T>(use: (haproxy: RuntimeConnection) => Promise<T>): Promise<T> {
    return closing(new RuntimeConnection(this.#path), use);
  }
}

/** From every version of the map. @returns How many pins were there. */
async function remove(haproxy: RuntimeConnection, pins: Iterable<string>): Promise<number> {
  const answers = await Promise.all(Array.from(pins, (pin) => haproxy.ask(`del map ${KEYS} ${pin}`)));
  return answers.filter((answer) => answer === '').length;
}

/** What `show map` says about one. */
function lineOf(list: string, map: string): string | undefined {
  return list.split('\n').find((it) => it.includes(` (${map}) `));
}

function countOf(list: string, path: string): number {
  const line = lineOf(list, KEYS);
  const count = line === undefined ? undefined : /entry_cnt=(\d+)/.exec(line)?.[1];
  if (count === undefined) throw unfit(path);
  return Number(count);
}

function unfit(path: string): TargetError {
  return new TargetError(
    `The HAProxy at ${path} has no table for keys. Use the configuration that "lostwax gateway haproxy --mode pins" prints, and "level admin" on the socket.`,
  );
}
