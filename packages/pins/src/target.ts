/** One key, as a gateway needs it to answer a request by itself. */
export interface PinEntry {
  /** SHA-256 of the credential, in base64url without padding: 43 characters. */
  readonly pin: string;
  readonly keyId: string;
  /** 1 to 255 visible ASCII characters, any of them. */
  readonly customer: string;
  /** Visible ASCII without quotes and backslashes (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
  /** The producer's own claims. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Seconds since the Unix epoch. The gateway refuses the key from then on. */
  readonly expiresAtSeconds?: number;
  readonly method: string;
}

/** What a gateway's table says about itself. All are undefined or 0 if the gateway has just started. */
export interface TargetState {
  /** As written by the last {@link PinTarget.replace}. */
  readonly stamp: string | undefined;
  /** Until when the gateway answers from the table, in seconds since the Unix epoch. 0: it refuses everything. */
  readonly deadline: number;
  /** Number of keys in the table. */
  readonly count: number;
}

/** Who wrote a table, and until when it may be used. */
export interface Seal {
  /** Letters, digits, `-`, `_`; names the process and the replacement. */
  readonly stamp: string;
  readonly deadline: number;
}

/** Changes that belong together. The removals come first: a pin may be in both. */
export interface TargetChange {
  readonly removed: readonly string[];
  readonly added: readonly PinEntry[];
}

/** Entries in parts, to be read once and in order. */
export type Parts = Iterable<readonly PinEntry[]> | AsyncIterable<readonly PinEntry[]>;

/**
 * A table inside a gateway. Its functions are called one after the other, never at the same time. Each talks
 * to the gateway that runs now, so it may be another one than a moment ago.
 *
 * After an error, nothing is known about the table, and `replace` is called next.
 */
export interface PinTarget {
  /** For people, such as `haproxy:/run/haproxy/admin.sock`. Unique among the tables of this machine. */
  readonly name: string;
  /**
   * Whether nothing that `replace` writes counts before it has called `seal`. Then the first set can be written while it is
   * still being read, before it is known to be complete.
   */
  readonly switches: boolean;
  /** Cheap at any size: it is called five times a second. @throws {@link TargetError} */
  look(): Promise<TargetState>;
  /**
   * Replaces the whole table. While it is being written, the gateway answers from the old one or refuses, and
   * never accepts a key that is in neither.
   *
   * @param parts - Its keys are counted, and it takes a second per million or so: do something else in between. If it
   *   throws, so does this.
   * @param seal - Called right before the new table counts. A deadline of 0 means that the gateway refuses
   *   until `confirm`: a key that has been written has since been revoked.
   * @param revoked - Groups of pins that have left the set, until there are no more, or too many to remove one by
   *   one. They are removed from both tables at once, the last ones right before `seal` is called.
   * @returns Number of keys in the new table.
   * @throws {@link TargetError}
   */
  replace(parts: Parts, seal: () => Seal, revoked: () => Iterable<readonly string[]>): Promise<number>;
  /**
   * Takes effect before it returns.
   *
   * @returns How many of `removed` were there, or `replace` if many changes take longer than a whole
   *   replacement. Then nothing has been changed.
   * @throws {@link TargetError}
   */
  change(change: TargetChange): Promise<number | 'replace'>;
  /**
   * Writes a deadline, and never into a table that has been emptied in the meantime.
   *
   * @throws {@link TargetError}
   */
  confirm(deadline: number): Promise<void>;
  /**
   * Reads the whole table and compares it with the set, if the gateway can be asked for all of it. Unlike the
   * others it may run beside them: what changes meanwhile may be among the differences or not.
   *
   * @param find - What an entry should be.
   * @returns Pins of entries that should be others, or not be there; 100 at most.
   * @throws {@link TargetError}
   */
  compare?(find: (pin: string) => PinEntry | undefined): Promise<readonly string[]>;
}
