import type { JsonObject } from '@lostwax/core';

export interface AuditEntry {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly actor: string;
  /** Name of the person who acted, if known. */
  readonly actorName: string | null;
  readonly keyId: string | null;
  /** Random ID that refers to the customer, even after erasure. */
  readonly customerRef: string | null;
  readonly details: JsonObject;
  /** Customer, address, names, reasons; null once erased. */
  readonly texts: JsonObject | null;
  /** Hexadecimal; see spec/http-api.yaml for how the chain is computed. */
  readonly salt: string | null;
  readonly textsHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly keyId?: string | undefined;
  readonly action?: string | undefined;
  readonly customer?: string | undefined;
  readonly actor?: string | undefined;
  /** Rows at or after `since` and before `until`; milliseconds since the Unix epoch. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Rows after this number, oldest first; otherwise newest first. */
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}
