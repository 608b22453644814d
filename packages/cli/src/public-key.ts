import type { NewKey } from '@lostwax/client';
import { GivenError, readGivenPublicKey } from '@lostwax/core';
import { CommandError } from './errors.ts';
import { textIn } from './read-text.ts';

/** The flag for an OAuth client's own public key. */
export interface PublicKeyOptions {
  readonly publicKey?: string;
}

/**
 * Reads the public key that an OAuth client authenticates with (`private_key_jwt`).
 *
 * @param file - PEM or JWK; undefined if the client gets a secret.
 * @throws {@link CommandError} `usage` for a file that can't be read or used, above all one with a private key.
 */
export function publicKeyBody(file: string | undefined): Pick<NewKey, 'clientKey'> {
  if (file === undefined) return {};
  const text = textIn('--public-key', file);
  try {
    // The API's description has no type for the members of a JWK.
    return { clientKey: readGivenPublicKey(text) as unknown as NonNullable<NewKey['clientKey']> };
  } catch (error) {
    if (!(error instanceof GivenError)) throw error;
    const { code, message } = error;
    const why =
      code === 'private_key'
        ? 'it is a private key. Nothing was sent. Pass the public key alone: openssl pkey -in client.key -pubout'
        : message;
    throw new CommandError('usage', `--public-key ${file} cannot be used: ${why}`, { cause: error });
  }
}
