import { type Position, positionText } from '@lostwax/contract';
import { AuthorityError } from '../../errors.ts';

/** A gate that has applied changes which the database doesn't contain. */
interface Ahead {
  readonly reader: string;
  readonly workspaceId: number;
  readonly position: Position;
  readonly at: number;
}

/** A replica may read from a database that is a moment late. */
const CERTAIN_AFTER_MILLISECONDS = 1_000;

/**
 * Whether the database is an older copy that nobody settled: a registered gate has applied changes that it doesn't
 * contain. Kept in memory, because gates report every few seconds.
 */
export class Behind {
  #found: (where: { readonly reader: string; readonly position: string }) => void = () => {};
  #suspected: Ahead | undefined;
  #certain: Ahead | undefined;

  /** @param found - Called once it is certain, with the gate and what it has applied. */
  onFound(found: (where: { readonly reader: string; readonly position: string }) => void): void {
    this.#found = found;
  }

  /** A registered gate reported a position that isn't in the database. */
  ahead(report: Ahead): void {
    if (this.#certain !== undefined) return;
    const first = this.#suspected;
    if (first?.reader !== report.reader) this.#suspected ??= report;
    else if (report.at - first.at >= CERTAIN_AFTER_MILLISECONDS) {
      this.#certain = first;
      this.#found({ reader: first.reader, position: positionText(first.position) });
    }
  }

  /** This reader has nothing that the database lacks, or is no reader any more. */
  clear(reader: string, workspaceId?: number): void {
    const is = (it: Ahead | undefined): boolean =>
      it?.reader === reader && (workspaceId === undefined || it.workspaceId === workspaceId);
    if (is(this.#suspected)) this.#suspected = undefined;
    if (is(this.#certain)) this.#certain = undefined;
  }

  /** Another process has written: perhaps a new history has begun. */
  doubt(): void {
    this.#suspected = undefined;
    this.#certain = undefined;
  }

  /** @throws {@link AuthorityError} `database_behind`. */
  assertNot(): void {
    if (this.#certain === undefined) return;
    throw new AuthorityError(
      'database_behind',
      'A registered gate has applied changes that this database does not contain, so an older copy was put in place. Key sets and feeds are not served, because revoked keys would be valid again. ' +
        'Stop the authority, run "lostwax restore" on its data folder with the gate\'s cache folder as --evidence, and start it again.',
    );
  }
}
