import type { WorkspaceRow } from '../../store/rows.ts';
import type { NewKey } from '../keys/types.ts';

/** A key that was admitted and is to get its credential. */
export interface Order {
  readonly keyId: string;
  readonly input: NewKey;
}

/** What a customer gets, and what the authority keeps of it. */
export interface Credential {
  /** The text that the customer gets, once. */
  readonly token: string;
  /** SHA-256 of `token`, 32 bytes. */
  readonly pin: Uint8Array;
  /** The last six characters of `token`. */
  readonly ending: string;
  /** The public half as the key set has it; null for a method that publishes none. */
  readonly jwk: string | null;
}

/**
 * What the issuing side knows of one way in which a credential works. To add a method, add a file here and list it in `table.ts`; the
 * checking side has its own in the verifier's `methods/`.
 */
export interface Method {
  readonly name: string;
  /**
   * Makes credentials; nothing that could make one again may be left behind.
   *
   * @param issuedAtSeconds - Since the Unix epoch.
   * @returns For each order, in order, its credential, or why it has none.
   */
  make(
    workspace: WorkspaceRow,
    orders: readonly Order[],
    issuedAtSeconds: number,
  ): Promise<readonly (Credential | Error)[]>;
}
