import type { WorkspaceRow } from '../../store/rows.ts';
import type { NewKey } from '../keys/types.ts';

/** An admitted key that needs a credential. */
export interface Order {
  readonly keyId: string;
  readonly input: NewKey;
}

/** What a customer gets, and what the authority stores of it. */
export interface Credential {
  /** The text shown to the customer once; null if the customer made the credential. */
  readonly token: string | null;
  /** SHA-256 of the credential, 32 bytes; of an OAuth client, see `clientPin`. */
  readonly pin: Uint8Array;
  /** The last six characters of `token`, or of the pin in hexadecimal. */
  readonly ending: string;
  /** The public half as in the key set; null for a method that publishes none. */
  readonly jwk: string | null;
  /** When the credential itself expires, in milliseconds since the Unix epoch. Its key expires then at the latest. */
  readonly endsAt?: number;
  /** The ID of the signing key, for a method whose keys share one. */
  readonly signedBy?: string;
  /** JSON: what identifies the holder if the pin doesn't; left out otherwise. */
  readonly credential?: string;
}

/**
 * The issuing side of one method. To add a method, add a file here and list it in `table.ts`; the checking
 * side is in the verifier's `methods/`.
 */
export interface Method {
  readonly name: string;
  /**
   * Creates credentials. Must not leave anything behind that could recreate one.
   *
   * @param issuedAtSeconds - Since the Unix epoch.
   * @returns The credential of each order, in order, or the reason it has none.
   */
  make(
    workspace: WorkspaceRow,
    orders: readonly Order[],
    issuedAtSeconds: number,
  ): Promise<readonly (Credential | Error)[]>;
}
