/** Client certificates as customers create them, and the proof needed to register them (spec/certificate.md). */
import { createHash, createPrivateKey, KeyObject, sign, webcrypto, X509Certificate } from 'node:crypto';
import { proofText } from '@lostwax/core';
// A dependency of @peculiar/x509 requires it to be loaded first.
import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';

/** A certificate with its private key, both PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly der: Uint8Array;
  /** SHA-256 of the DER, lowercase hex. */
  readonly fingerprint: string;
}

const clientAlgorithms = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  Ed25519: { name: 'Ed25519' },
  'RSA-1024': rsa('RSASSA-PKCS1-v1_5', 1_024),
  'RSA-2048': rsa('RSASSA-PKCS1-v1_5', 2_048),
} as const;

function rsa(name: string, modulusLength: number) {
  return { name, modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
}

export interface ClientCertificateOptions {
  /** P-256 by default. */
  readonly algorithm?: keyof typeof clientAlgorithms;
  /** An hour ago and tomorrow by default. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const HOUR_MILLISECONDS = 3_600_000;

/** A self-signed certificate. */
export async function makeClientCertificate(
  options: ClientCertificateOptions = {},
): Promise<ClientCertificate> {
  const algorithm = clientAlgorithms[options.algorithm ?? 'P-256'];
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const now = Date.now();
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=cus_4711',
    keys,
    signingAlgorithm: algorithm,
    notBefore: options.notBefore ?? new Date(now - HOUR_MILLISECONDS),
    notAfter: options.notAfter ?? new Date(now + 24 * HOUR_MILLISECONDS),
  });
  const der = new Uint8Array(made.rawData);
  return {
    certificate: new X509Certificate(der).toString(),
    key: KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
    der,
    fingerprint: createHash('sha256').update(der).digest('hex'),
  };
}

/** A certificate with its proof in the form that the API accepts, signed now or at `at` (seconds since the Unix epoch). */
export function proven(
  it: ClientCertificate,
  about: { readonly issuer: string; readonly customer: string; readonly at?: number },
): { readonly certificate: string; readonly proof: { readonly signature: string; readonly at: number } } {
  const at = about.at ?? Math.floor(Date.now() / 1000);
  const text = proofText({ ...about, at, fingerprint: it.fingerprint });
  return { certificate: it.certificate, proof: { signature: proofSignature(it.key, text), at } };
}

/** Base64url of a signature in the format of the specification: r‖s for EC keys, PKCS #1 v1.5 for RSA keys. */
export function proofSignature(privateKey: string, text: string): string {
  const key = createPrivateKey(privateKey);
  const { namedCurve } = key.asymmetricKeyDetails ?? {};
  const digest =
    key.asymmetricKeyType === 'ed25519' ? null : namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  return sign(digest, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}
