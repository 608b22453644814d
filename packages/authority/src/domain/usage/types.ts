export type UsageTracking = 'full' | 'partial' | 'none';

/** Every use between these times has been reported: a key with no reported use wasn't used in that time. */
export interface UsageKnown {
  readonly since: number;
  /** Allows for the gates' delay: a few seconds to half a minute ago while all of them report. */
  readonly until: number;
}

/** Usage counted by a gate or by a reader of access logs. */
export interface UsageReport {
  readonly items: readonly UsageItem[];
  /** ID of the registered gate that has reported everything it had counted. */
  readonly reader?: string | undefined;
  /** What that gate has refused since its previous report. */
  readonly refused?: readonly Refused[] | undefined;
}

/** Requests that a gate refused. */
export interface Refused {
  /** The `code` of the gate's response. */
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

/** The requested days. */
export interface UsageSpan {
  /** Number of days, including today. */
  readonly days: number;
  /** Time zone of the days: an IANA name. */
  readonly timeZone: string;
}

/** Calls on one day. */
export interface DayCount {
  /** `2030-01-31`. */
  readonly day: string;
  readonly count: number;
}

/** Usage of one key, as far as gates report it. */
export interface KeyUsage {
  readonly usageTracking: UsageTracking;
  readonly usageKnown: UsageKnown | null;
  /** One row per day of the requested time zone, oldest first, today last. */
  readonly days: readonly DayCount[];
  readonly lastUsedAt: number | null;
}
