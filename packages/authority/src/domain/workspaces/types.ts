import type { Position } from '@lostwax/contract';
import type { AlgorithmName } from '@lostwax/core';

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
  readonly colour: string | null;
  /** What each scope means, in the producer's words. */
  readonly scopeTexts: Readonly<Record<string, string>>;
  /** Most keys of a customer that has no limit of its own; null: any number. */
  readonly maxKeysPerCustomer: number | null;
  /** Longest life of a new key; null: for ever. */
  readonly longestLifeSeconds: number | null;
  /** Origins whose pages may embed the portal. */
  readonly allowedOrigins: readonly string[];
  /** What the producer says: that whatever checks keys of this workspace is registered as a reader. */
  readonly allReadersRegistered: boolean;
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
