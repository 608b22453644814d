import { sealContext, unseal } from './minting/seal.ts';
import { StartError } from './start-error.ts';
import type { Store } from './store/store.ts';

const SECRET_BYTES = 32;

/**
 * Parses the key that encrypts signing keys in the database.
 *
 * @param text - 32 bytes in base64url without padding: 43 characters. Surrounding white space is
 * ignored.
 * @throws {@link StartError} for anything else.
 */
export function readSecretKey(text: string): Uint8Array {
  const given = text.trim();
  const bytes = Buffer.from(given, 'base64url');
  if (bytes.length !== SECRET_BYTES || bytes.toString('base64url') !== given) {
    throw new StartError(
      'The secret key must be 32 random bytes in base64url: 43 characters of A-Z, a-z, 0-9, - and _. Create one with: openssl rand 32 | basenc --base64url | tr -d =',
    );
  }
  return bytes;
}

/**
 * Opens every current signing key, so that a wrong secret key is noticed at the start and not by a
 * customer.
 *
 * @throws {@link StartError} if the secret key doesn't open one.
 */
export async function assertOpens(store: Store, secret: Uint8Array): Promise<void> {
  for (const { workspace_id, kid, sealed } of await store.read.signingKeys.allCurrent()) {
    const seal = { secret, context: sealContext(workspace_id, kid) };
    const opened = sealed === null ? undefined : unseal(seal, sealed);
    if (opened === undefined) {
      throw new StartError(
        `The secret key is not the one that the signing key ${kid} was encrypted with. Start with the right one. Without it, existing keys keep working, but no shared-key tokens can be created.`,
      );
    }
    opened.fill(0);
  }
}
