/** Ids that somebody wants the names of, up to 500 of each kind. */
export interface NamesWanted {
  readonly customers?: readonly string[] | undefined;
  /** As in `Key.createdBy` and `AuditEntry.actor`. */
  readonly actors?: readonly string[] | undefined;
  /** Key ids of the workspace. */
  readonly keys?: readonly string[] | undefined;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a key and its owner are called. */
export interface NamedKey {
  readonly id: string;
  readonly name: string | null;
  /** Id and name of its customer; null once erased. */
  readonly customer: string | null;
  readonly customerName: string | null;
}

/** Current names; an id without a name is left out. */
export interface Names {
  readonly customers: readonly Named[];
  readonly actors: readonly Named[];
  readonly keys: readonly NamedKey[];
}
