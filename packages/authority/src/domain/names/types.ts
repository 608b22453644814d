/** IDs to look up names for, up to 500 of each kind. */
export interface NamesWanted {
  readonly customers?: readonly string[] | undefined;
  /** As in `Key.createdBy` and `AuditEntry.actor`. */
  readonly actors?: readonly string[] | undefined;
  /** Key IDs of the workspace. */
  readonly keys?: readonly string[] | undefined;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The names of a key and its owner. */
export interface NamedKey {
  readonly id: string;
  readonly name: string | null;
  /** ID and name of its customer; null once erased. */
  readonly customer: string | null;
  readonly customerName: string | null;
}

/** Current names; an ID without a name is omitted. */
export interface Names {
  readonly customers: readonly Named[];
  readonly actors: readonly Named[];
  readonly keys: readonly NamedKey[];
}
