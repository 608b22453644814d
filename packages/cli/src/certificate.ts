import { createPrivateKey, hash, type KeyObject, sign } from 'node:crypto';
import { type LostwaxClient, type NewKey, unwrap } from '@lostwax/client';
import { GivenError, proofText, readGivenCertificate } from '@lostwax/core';
import { CommandError } from './errors.ts';
import { textIn } from './read-text.ts';

/** Flags for a client certificate as a key. */
export interface CertificateOptions {
  readonly certificate?: string;
  readonly privateKey?: string;
}

/**
 * Signs the proof that a certificate is registered with (spec/certificate.md §2). The private key is only read, and never sent.
 *
 * @returns Nothing if no certificate was given.
 * @throws {@link CommandError} `usage` for one file without the other, or a file that can't be read or used.
 */
export async function certificateBody(
  client: LostwaxClient,
  { certificate: file, privateKey }: CertificateOptions,
  workspace: string,
  customer: () => Promise<string> | string,
): Promise<Pick<NewKey, 'certificate' | 'proof'>> {
  if (file === undefined && privateKey === undefined) return {};
  if (file === undefined || privateKey === undefined)
    throw new CommandError('usage', '--certificate and --private-key must be passed together.');
  const certificate = textIn('--certificate', file);
  const { der } = used('--certificate', file, () => readGivenCertificate(certificate, Date.now()));
  const keyText = textIn('--private-key', privateKey);
  const key = used('--private-key', privateKey, () => createPrivateKey(keyText));
  const { issuer } = await unwrap(
    client.GET('/v1/workspaces/{workspace}', { params: { path: { workspace } } }),
  );
  const at = Math.floor(Date.now() / 1000);
  const fingerprint = hash('sha256', der, 'hex');
  const text = proofText({ issuer, customer: await customer(), fingerprint, at });
  return { certificate, proof: { signature: signatureOf(key, text), at } };
}

function signatureOf(key: KeyObject, text: string): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { namedCurve } = {} } = key;
  const digest = type === 'ed25519' ? null : namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  return sign(digest, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

function used<T>(flag: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why =
      error instanceof GivenError
        ? error.message
        : `${(error as Error).message}. Use a PEM file without a password.`;
    throw new CommandError('usage', `${flag} ${file} cannot be used: ${why}`, { cause: error });
  }
}
