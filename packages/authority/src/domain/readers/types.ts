export interface NewReader {
  readonly name: string;
  readonly kind: 'gateway' | 'gate';
  /** How often it fetches the key set, in seconds: 1 to 86,400. */
  readonly refreshSeconds: number;
}

export interface ReaderPatch {
  readonly name?: string | undefined;
  readonly refreshSeconds?: number | undefined;
}

/** A gateway or gate registered with a workspace. */
export interface Reader extends NewReader {
  readonly id: string;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  /** The last position of the whole set that it fetched or applied. */
  readonly position: string | null;
}
