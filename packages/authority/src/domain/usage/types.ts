export type UsageTracking = 'full' | 'partial' | 'none';

/** Every use between these times has been reported: a key without a reported use was not used then. */
export interface UsageKnown {
  readonly since: number;
  /** The gates' delay is counted in: a few seconds to half a minute ago while all of them report. */
  readonly until: number;
}

/** Uses that a gate, or a reader of access logs, has counted. */
export interface UsageReport {
  readonly items: readonly UsageItem[];
  /** Id of the registered gate that has reported all that it had counted. */
  readonly reader?: string | undefined;
  /** What that gate has refused since its report before. */
  readonly refused?: readonly Refused[] | undefined;
}

/** Requests that a gate did not let through. */
export interface Refused {
  /** The `code` of the gate's answer. */
  readonly code: string;
  readonly count: number;
}

/** The latest refusals of a gate. */
export interface Refusals {
  /** When they were reported, milliseconds since the Unix epoch. */
  readonly at: number;
  readonly items: readonly Refused[];
}

export interface UsageItem {
  readonly keyId: string;
  /** Milliseconds since the Unix epoch: the latest of these uses. */
  readonly at: number;
  readonly count: number;
}

/** Which days are asked for. */
export interface UsageSpan {
  /** How many, today included. */
  readonly days: number;
  /** Whose days: an IANA name. */
  readonly timeZone: string;
}

/** Calls of one day. */
export interface DayCount {
  /** `2030-01-31`. */
  readonly day: string;
  readonly count: number;
}

/** Uses of one key, as far as gates report them. */
export interface KeyUsage {
  readonly usageTracking: UsageTracking;
  readonly usageKnown: UsageKnown | null;
  /** A row for each day of the time zone asked for, oldest first, today last. */
  readonly days: readonly DayCount[];
  readonly lastUsedAt: number | null;
}
