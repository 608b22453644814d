import { Document } from './document.ts';
import { withoutKeys } from './edit.ts';

/** An expired key whose end couldn't be written. */
export interface OverdueKey {
  readonly workspace_id: number;
  readonly kid: string;
}

/**
 * Removes expired keys from responses while their end can't be written to disk: time decides, not
 * the disk. This works for key sets only. A change of the feed has a number, and a number that
 * isn't durable must not be sent.
 */
export class Overdue {
  #byWorkspace: ReadonlyMap<number, ReadonlySet<string>> = new Map();
  #made = new WeakMap<Document, Document>();

  /** Replaces the previous keys; empty once their ends are written. */
  set(keys: readonly OverdueKey[]): void {
    if (keys.length === 0 && this.#byWorkspace.size === 0) return;
    const groups = Map.groupBy(keys, (key) => key.workspace_id);
    this.#byWorkspace = new Map(Array.from(groups, ([id, own]) => [id, new Set(own.map(({ kid }) => kid))]));
    this.#made = new WeakMap();
  }

  /** Returns the document without the workspace's overdue keys; it then has no version. */
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
