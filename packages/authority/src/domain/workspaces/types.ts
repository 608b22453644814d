import type { Position } from '@lostwax/contract';
import type { AlgorithmName } from '@lostwax/core';
import type { MethodName } from '../methods/table.ts';
import type { DayCount, Refusals, UsageTracking } from '../usage/types.ts';

/** A workspace in its API form. Times are milliseconds since the Unix epoch here and RFC 3339 on the wire. */
export interface Workspace {
  readonly slug: string;
  readonly name: string | null;
  readonly prefix: string;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithm: AlgorithmName;
  readonly scopes: readonly string[] | null;
  readonly settings: WorkspaceSettings;
  readonly createdAt: number;
  readonly position: Position;
}

/** Settings of the portal, and the limits it enforces. */
export interface WorkspaceSettings {
  /** `#rrggbb`. */
  readonly color: string | null;
  /** The producer's description of each scope. */
  readonly scopeTexts: Readonly<Record<string, string>>;
  /** Key limit for customers that have no limit of their own; null for no limit. */
  readonly maxKeysPerCustomer: number | null;
  /** Maximum lifetime of a new key; null for no limit. */
  readonly longestLifeSeconds: number | null;
  /**
   * Methods available to new keys, at least one; the one that comes first in {@link methodNames} is the
   * default.
   */
  readonly methods: readonly MethodName[];
  /** Origins whose pages may embed the portal. */
  readonly allowedOrigins: readonly string[];
  /**
   * The producer's statement that everything that checks keys of this workspace is registered as a reader.
   */
  readonly allReadersRegistered: boolean;
  /** The base URL of the producer's API. */
  readonly apiUrl: string | null;
  readonly docsUrl: string | null;
  /** `https:` or `mailto:`. */
  readonly supportUrl: string | null;
  /** URLs of images that the authority serves. In a patch, the image itself as a `data:` URL. */
  readonly logo: string | null;
  readonly favicon: string | null;
  /** Whether the console's setup checklist has been dismissed. */
  readonly setupDismissed: boolean;
}

export type ImageKind = 'logo' | 'favicon';

/** An image as it is stored and served. */
export interface WorkspaceImage {
  /** `image/png`, `image/webp` or `image/jpeg`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What the console's overview of a workspace shows. */
export interface Overview {
  /** Keys that are accepted. */
  readonly activeKeys: number;
  /** Active keys that expire within 30 days; counted up to 10,000. */
  readonly expiringKeys: number;
  readonly usageTracking: UsageTracking;
  /** Calls by day, oldest first, today last. */
  readonly days: readonly DayCount[];
  /** Calls in the same number of days before. */
  readonly callsBefore: number;
  readonly gateways: { readonly registered: number; readonly reporting: number };
  /** The latest requests refused by a gate, as far as gates report them. */
  readonly refusals: Refusals | null;
  readonly setup: Setup;
}

/** Completed setup steps. */
export interface Setup {
  readonly permissions: boolean;
  /** A gateway has been seen. */
  readonly gateway: boolean;
  readonly key: boolean;
  readonly call: boolean;
  readonly portal: boolean;
  readonly embed: boolean;
}

export type SettingsPatch = {
  readonly [Name in keyof WorkspaceSettings]?: WorkspaceSettings[Name] | undefined;
};

export interface NewWorkspace {
  readonly slug: string;
  readonly name?: string | null | undefined;
  readonly prefix?: string | undefined;
  readonly audience?: string | undefined;
  readonly algorithm?: AlgorithmName | undefined;
  readonly scopes?: readonly string[] | null | undefined;
}

export interface WorkspacePatch {
  readonly name?: string | null | undefined;
  readonly algorithm?: AlgorithmName | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  readonly settings?: SettingsPatch | undefined;
}
