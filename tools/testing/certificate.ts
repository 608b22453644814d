/** Certificates for servers under test, from a certificate authority that exists only for the test. */
import { KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
// A dependency of @peculiar/x509 requires it to be loaded first.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its private key, both PEM. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Issues certificates that a peer trusts if it is given {@link certificate}. */
export interface TestAuthority {
  /** PEM. */
  readonly certificate: string;
  /** A server certificate for one host name or IP address. */
  issue(host: string): Promise<TestCertificate>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR_MILLISECONDS = 3_600_000;

export async function makeTestAuthority(): Promise<TestAuthority> {
  const keys = await makeKeys();
  const name = 'CN=Lostwax test authority';
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificate: pem(root),
    async issue(host) {
      const own = await makeKeys();
      const type = isIP(host) === 0 ? 'dns' : 'ip';
      const certificate = await X509CertificateGenerator.create({
        ...validity(),
        issuer: name,
        subject: `CN=${host}`,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [new SubjectAlternativeNameExtension([{ type, value: host }])],
      });
      return { certificate: pem(certificate), key: keyText(own.privateKey) };
    },
  };
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** Valid from an hour ago, in case a peer's clock is behind, until tomorrow. */
function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return {
    notBefore: new Date(now - HOUR_MILLISECONDS),
    notAfter: new Date(now + 24 * HOUR_MILLISECONDS),
  };
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

function keyText(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ format: 'pem', type: 'pkcs8' }).toString();
}
