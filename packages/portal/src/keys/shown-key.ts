import type { IssuedKey } from '@lostwax/client';
import type { MadePair } from './pair/credential.ts';

/** A created key, with the pair that was made for it in this page. */
export interface ShownKey extends IssuedKey {
  readonly pair?: MadePair | undefined;
}

/** Whether the page shows something only once: not if the customer brought a certificate or public key. */
export function hasSomethingToKeep({ token, pair }: ShownKey): boolean {
  return token !== null || pair !== undefined;
}
