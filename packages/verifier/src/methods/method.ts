import type { EntryRecord } from '@lostwax/contract';
import type { CheckedKey } from '../key.ts';

/** The issuer in whose set a pin was found. */
export interface Issuer {
  readonly issuer: string;
  /** Slug: the last part of the issuer. */
  readonly workspace: string;
}

/** In a header as text, or in a TLS handshake. */
export type Presentation = 'text' | 'certificate';

/** How the verifier reads one kind of credential. To add a method, add a file and list it in `table.ts`. */
export interface Method {
  readonly name: string;
  /**
   * How a request carries the credential. A key is accepted only that way: a certificate and its pin are
   * public, so as a text they prove nothing.
   */
  readonly presentedAs: Presentation;
  /**
   * Reads what a credential grants. Called only after its pin was found in the set.
   *
   * @param record - The key's record in the full feed.
   * @returns undefined if the credential does not belong to this set.
   */
  readonly read: (
    credential: string,
    issuer: Issuer,
    record: EntryRecord | undefined,
  ) => CheckedKey | undefined;
}
