import type { NewKey } from '@lostwax/client';

/** Files of a key whose private half was made in this page. Nothing else has them. */
export interface MadePair {
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  /** PEM. */
  readonly certificate?: string;
}

/** What a request sends of a new key, and what stays here. */
export interface Credential {
  readonly body: Pick<NewKey, 'certificate' | 'proof' | 'clientKey'>;
  readonly pair?: MadePair;
}
