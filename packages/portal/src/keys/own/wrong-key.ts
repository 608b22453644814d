import { GivenError } from '@lostwax/core/given';
import type { OwnTexts } from './texts/texts.ts';

/** Either what was read, or what is wrong with it. */
export type Read<T> =
  | { readonly value: T; readonly wrong?: never }
  | { readonly wrong: string; readonly value?: never };

/** Reads a certificate or public key, with the error in the reader's language. */
export function readGiven<T>(read: () => T, { wrong }: OwnTexts, of: 'certificate' | 'publicKey'): Read<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof GivenError)) throw error;
    const { code } = error;
    return { wrong: code === 'key_type' && of === 'certificate' ? wrong.key_type_certificate : wrong[code] };
  }
}
