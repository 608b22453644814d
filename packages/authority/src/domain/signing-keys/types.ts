import type { AlgorithmName } from '@lostwax/core';
import type { Minter } from '../../minting/minter.ts';
import type { Store } from '../../store/store.ts';

/** What signing keys are made and used with. */
export interface SigningContext {
  readonly store: Store;
  readonly minter: Minter;
  /** As in the whole context. */
  readonly secretKey: Uint8Array | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** `current`: signs new keys. `retiring`: signs none, and its keys still work. `removed`: left the key set, and its keys are revoked. */
export type SigningKeyState = 'current' | 'retiring' | 'removed';

/** A signing key as the API shows it. Times are milliseconds since the Unix epoch here and RFC 3339 on the wire. */
export interface SigningKey {
  readonly id: string;
  readonly algorithm: AlgorithmName;
  readonly state: SigningKeyState;
  readonly createdAt: number;
  readonly rotatedAt: number | null;
  /** When it leaves the key set at the latest; null: once no live key needs it. */
  readonly retiresAt: number | null;
  readonly removedAt: number | null;
  /** Keys that it signed and that have not ended. */
  readonly liveKeys: { readonly count: number; readonly more: boolean };
}

/** The signing keys of a workspace, newest first. */
export interface SigningKeys {
  readonly items: readonly SigningKey[];
  /** Whether the authority has a secret key: without one, it can't sign. */
  readonly canSign: boolean;
}
