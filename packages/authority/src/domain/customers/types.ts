export interface Customer {
  /** The producer's own ID for the customer: the `sub` of its tokens. */
  readonly id: string;
  readonly name: string | null;
  readonly state: 'active' | 'suspended';
  readonly maxKeys: number | null;
  readonly scopes: readonly string[] | null;
  readonly createdAt: number;
  /** Keys that are active or disabled now. */
  readonly liveKeys: number;
}

export interface CustomerPatch {
  readonly name?: string | null | undefined;
  readonly state?: 'active' | 'suspended' | undefined;
  readonly maxKeys?: number | null | undefined;
  readonly scopes?: readonly string[] | null | undefined;
}
