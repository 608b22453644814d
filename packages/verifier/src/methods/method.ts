import type { EntryRecord } from '@lostwax/contract';
import type { CheckedKey } from '../key.ts';

/** Whose set a pin was found in. */
export interface Issuer {
  readonly issuer: string;
  /** Slug: the last part of the issuer. */
  readonly workspace: string;
}

/** What the checking side knows of one way in which a credential works. To add a method, add a file and list it in `table.ts`. */
export interface Method {
  readonly name: string;
  /**
   * Reads what a credential grants, after its pin has been found in the set.
   *
   * @param record - What the full feed says of it.
   * @returns undefined where credential and set do not belong together.
   */
  readonly read: (
    credential: string,
    issuer: Issuer,
    record: EntryRecord | undefined,
  ) => CheckedKey | undefined;
}
