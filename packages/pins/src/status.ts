/** What the gateway has, for logs and status pages. */
export interface FeederStatus {
  /** Whether the gateway's table is equal to the set and in use. */
  readonly inUse: boolean;
  /** Keys in the gateway's table. */
  readonly keys: number;
  /** Whole tables written since the start. */
  readonly replacements: number;
  /** Failures to reach the gateway since the start. */
  readonly failures: number;
}
