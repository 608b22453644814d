import type { Position } from '@lostwax/contract';
import type { AlgorithmName } from '@lostwax/core';
import type { MethodName } from '../methods/table.ts';
import type { DayCount, Refusals, UsageTracking } from '../usage/types.ts';

/** A workspace as the API shows it. Times are milliseconds since the Unix epoch here and RFC 3339 on the wire. */
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

/** What the portal shows and keeps to. */
export interface WorkspaceSettings {
  /** `#rrggbb`. */
  readonly color: string | null;
  /** What each scope means, in the producer's words. */
  readonly scopeTexts: Readonly<Record<string, string>>;
  /** Most keys of a customer that has no limit of its own; null: any number. */
  readonly maxKeysPerCustomer: number | null;
  /** Longest life of a new key; null: for ever. */
  readonly longestLifeSeconds: number | null;
  /** Methods that new keys can have, at least one; the first that {@link methodNames} has is the default. */
  readonly methods: readonly MethodName[];
  /** Origins whose pages may embed the portal. */
  readonly allowedOrigins: readonly string[];
  /** What the producer says: that whatever checks keys of this workspace is registered as a reader. */
  readonly allReadersRegistered: boolean;
  /** The base address of the producer's API. */
  readonly apiUrl: string | null;
  readonly docsUrl: string | null;
  /** `https:` or `mailto:`. */
  readonly supportUrl: string | null;
  /** Addresses of images that the authority serves. In a patch, the image itself as a `data:` URL. */
  readonly logo: string | null;
  readonly favicon: string | null;
  /** Somebody has hidden the console's setup checklist. */
  readonly setupDismissed: boolean;
}

export type ImageKind = 'logo' | 'favicon';

/** An image as it is stored and served. */
export interface WorkspaceImage {
  /** `image/png`, `image/webp` or `image/jpeg`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What the console shows of a workspace at a glance. */
export interface Overview {
  /** Keys that are accepted. */
  readonly activeKeys: number;
  /** Those of them that expire within 30 days; counted up to 10,000. */
  readonly expiringKeys: number;
  readonly usageTracking: UsageTracking;
  /** Calls by day, oldest first, today last. */
  readonly days: readonly DayCount[];
  /** Calls in as many days before. */
  readonly callsBefore: number;
  readonly gateways: { readonly registered: number; readonly reporting: number };
  /** The latest requests that a gate has refused, as far as gates report it. */
  readonly refusals: Refusals | null;
  readonly setup: Setup;
}

/** Steps of the setup that are done. */
export interface Setup {
  readonly permissions: boolean;
  /** A gateway has been heard from. */
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
