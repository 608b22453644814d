import type { IssuedKey } from '@lostwax/client';
import type { MadePair } from './pair/make.ts';

/** A created key, with the pair that was made for it in this page. */
export interface ShownKey extends IssuedKey {
  readonly pair?: MadePair | undefined;
}
