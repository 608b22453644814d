import { readFileSync } from 'node:fs';
import type { NewKey } from '@lostwax/client';
import { GivenError, readGivenPublicKey } from '@lostwax/core';
import { CommandError } from './errors.ts';

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
  const refused = (why: string, cause: unknown): CommandError =>
    new CommandError('usage', `--public-key ${file} cannot be used: ${why}`, { cause });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(`${(error as Error).message}.`, error);
  }
  try {
    // The API's description has no type for the members of a JWK.
    return { clientKey: readGivenPublicKey(text) as unknown as NonNullable<NewKey['clientKey']> };
  } catch (error) {
    if (!(error instanceof GivenError)) throw error;
    const { code, message } = error;
    throw refused(
      code === 'private_key'
        ? 'it is a private key. Nothing was sent. Pass the public key alone: openssl pkey -in client.key -pubout'
        : message,
      error,
    );
  }
}
