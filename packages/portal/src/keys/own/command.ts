import type { GivenCertificate } from '@lostwax/core/given';

/** The private key's file in the command. */
export const KEY_FILE = 'client.key';

/**
 * A command for a POSIX shell that signs a text with OpenSSL and prints the signature in Base64.
 *
 * @param text - Of `proofText`.
 */
export function signingCommand(text: string, type: GivenCertificate['publicKey']['type']): string {
  const lines = text.split('\n');
  const form = lines.map(() => '%s').join('\\n');
  const print = [`printf '${form}'`, ...lines.map(quoted)].join(' \\\n  ');
  const encode = 'openssl base64 -A; echo';
  // OpenSSL signs with Ed25519 only from a file, whose size it knows.
  if (type === 'Ed25519')
    return `${print} > proof.txt\nopenssl pkeyutl -sign -rawin -inkey ${KEY_FILE} -in proof.txt | ${encode}`;
  return `${print} |\n  openssl dgst -sha${type === 'P-384' ? 384 : 256} -sign ${KEY_FILE} | ${encode}`;
}

function quoted(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
