import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * The inputs for sealing a signing key: the authority's secret key, and what the sealed bytes
 * belong to.
 */
export interface Seal {
  /** 32 bytes. */
  readonly secret: Uint8Array;
  /**
   * Authenticated together with the bytes, so that those of one signing key can't be swapped for
   * another's.
   */
  readonly context: string;
}

/** Returns the context of a signing key. */
export function sealContext(workspaceId: number, kid: string): string {
  return `lostwax signing key ${workspaceId} ${kid}`;
}

/** @returns AES-256-GCM: 12 bytes of nonce, 16 of tag, then the encrypted bytes. */
export function seal({ secret, context }: Seal, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(Buffer.from(context));
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
}

/**
 * Returns undefined for bytes that were sealed with another secret key, for another signing key, or
 * altered.
 */
export function unseal({ secret, context }: Seal, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return undefined;
  }
}
