import { type Position, positionText } from '@lostwax/contract';
import { AuthorityError } from '../../errors.ts';

/** A gate that has applied changes which the database doesn't contain. */
interface Ahead {
  readonly reader: string;
  readonly workspaceId: number;
  readonly position: Position;
}

/** A replica may read from a database that is a moment late. */
const CERTAIN_AFTER_MILLISECONDS = 1_000;
/** A gate reconnects within five seconds. One that takes longer may be gone, and others have to be served. */
const MOST_WAIT_MILLISECONDS = 10_000;

/**
 * Whether the database is an older copy that nobody settled: a registered gate has applied changes that it doesn't
 * contain. Kept in memory, because gates report every few seconds.
 */
export class Behind {
  readonly #uptime: () => number;
  #found: (where: { readonly reader: string; readonly position: string }) => void = () => {};
  /** The first report of each gate that is ahead, and when it came. */
  readonly #suspected = new Map<string, Ahead & { readonly at: number }>();
  #certain: Ahead | undefined;
  /** Gates whose reports have to be waited for. */
  readonly #awaited = new Set<string>();
  readonly #heard = new Set<string>();
  #waitUntil = 0;

  /** @param uptime - Milliseconds that only go forward. */
  constructor(uptime: () => number = () => performance.now()) {
    this.#uptime = uptime;
  }

  /** @param found - Called once it is certain, with the gate and what it has applied. */
  onFound(found: (where: { readonly reader: string; readonly position: string }) => void): void {
    this.#found = found;
  }

  /** Serves nothing until each of these gates has reported, for ten seconds at most. */
  wait(gates: readonly string[]): void {
    for (const gate of gates) if (!this.#heard.has(gate)) this.#awaited.add(gate);
    this.#waitUntil = this.#uptime() + MOST_WAIT_MILLISECONDS;
  }

  /** A registered gate reported a position that isn't in the database. */
  ahead(report: Ahead): void {
    if (this.#certain !== undefined) return;
    const { reader } = report;
    const first = this.#suspected.get(reader);
    if (first === undefined) {
      this.#suspected.set(reader, { ...report, at: this.#uptime() });
      // The first that is heard of it since the start: the next report decides.
      if (!this.#heard.has(reader)) this.wait([reader]);
    } else if (this.#uptime() - first.at >= CERTAIN_AFTER_MILLISECONDS) {
      this.#certain = first;
      this.#found({ reader, position: positionText(first.position) });
    }
  }

  /** This gate has shown that it knows nothing that the database lacks. */
  heard(reader: string): void {
    this.#heard.add(reader);
    this.#awaited.delete(reader);
  }

  /** This reader has nothing that the database lacks, or is no reader any more. */
  clear(reader: string, workspaceId?: number): void {
    const is = (it: Ahead | undefined): boolean =>
      it?.reader === reader && (workspaceId === undefined || it.workspaceId === workspaceId);
    if (is(this.#suspected.get(reader))) this.#suspected.delete(reader);
    if (is(this.#certain)) this.#certain = undefined;
    this.heard(reader);
  }

  /** Another process has written: perhaps a new history has begun. */
  doubt(): void {
    this.#suspected.clear();
    this.#certain = undefined;
  }

  /** @throws {@link AuthorityError} `database_behind`; `shutting_down` while it waits for gates. */
  assertNot(): void {
    if (this.#certain !== undefined)
      throw new AuthorityError(
        'database_behind',
        'A registered gate has applied changes that this database does not contain, so an older copy was put in place. Key sets and feeds are not served, because revoked keys would be valid again. ' +
          'Stop the authority, run "lostwax restore" on its data folder with the gate\'s cache folder as --evidence, and start it again.',
      );
    if (this.#awaited.size > 0 && this.#uptime() < this.#waitUntil)
      throw new AuthorityError(
        'shutting_down',
        'The authority has just started and waits up to 10 seconds for its registered gates to report, because they know whether the database is an older copy in which revoked keys are still valid. Try again in a moment.',
      );
  }
}
