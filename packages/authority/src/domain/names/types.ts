/** Ids that somebody wants the names of, up to 500 of each kind. */
export interface NamesWanted {
  readonly customers?: readonly string[] | undefined;
  /** As in `Key.createdBy` and `AuditEntry.actor`. */
  readonly actors?: readonly string[] | undefined;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Current names; an id without a name is left out. */
export interface Names {
  readonly customers: readonly Named[];
  readonly actors: readonly Named[];
}
