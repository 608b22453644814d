import { Document } from './document.ts';
import { withoutKeys } from './edit.ts';

/** A key whose time is over, and whose end could not be written. */
export interface OverdueKey {
  readonly workspace_id: number;
  readonly kid: string;
}

/**
 * Leaves keys out of what is served whose time is over and whose end the disk does not take: time decides, not the disk.
 *
 * It works for key sets only. A change of the feed has a number, and a number that is not durable must not be given.
 */
export class Overdue {
  #byWorkspace: ReadonlyMap<number, ReadonlySet<string>> = new Map();
  #made = new WeakMap<Document, Document>();

  /** Replaces the previous ones; empty once their ends are written. */
  set(keys: readonly OverdueKey[]): void {
    if (keys.length === 0 && this.#byWorkspace.size === 0) return;
    const groups = Map.groupBy(keys, (key) => key.workspace_id);
    this.#byWorkspace = new Map(Array.from(groups, ([id, own]) => [id, new Set(own.map(({ kid }) => kid))]));
    this.#made = new WeakMap();
  }

  /** The document without the workspace's overdue keys; it is of no version then. */
  leaveOut(document: Document, workspaceId: number | undefined): Document {
    const kids = this.#byWorkspace.get(workspaceId ?? 0);
    if (kids === undefined) return document;
    let made = this.#made.get(document);
    if (made === undefined) {
      made = new Document(
        document.parts.map((part) => withoutKeys(part, kids)),
        0,
        undefined,
      );
      this.#made.set(document, made);
    }
    return made;
  }
}
