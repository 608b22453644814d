import { type KeyObject, X509Certificate } from 'node:crypto';
import { AuthorityError } from '../../errors.ts';
import { RSA_BITS } from './rsa-bits.ts';

/** What the authority needs of a certificate. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  readonly publicKey: KeyObject;
  /** Its notAfter, in milliseconds since the Unix epoch. */
  readonly endsAt: number;
}

/** A usual certificate has 400 to 2,000 characters. */
const MOST_CHARACTERS = 16_384;
const curves: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1']);
const beginnings = /-----BEGIN ([A-Z0-9 ]{1,64})-----/g;
const block = /-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/;

/**
 * Reads a PEM with exactly one certificate. Text around it is ignored (RFC 7468 §2), because tools write some.
 *
 * @throws {@link AuthorityError} `certificate_invalid`.
 */
export function readCertificate(pem: string, nowSeconds: number): ReadCertificate {
  const der = derOf(pem);
  const certificate = parse(der);
  const publicKey = usableKey(certificate);
  const now = nowSeconds * 1_000;
  const [beginsAt, endsAt] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()];
  // Dates that can't be read are NaN, and compare false.
  if (!(beginsAt <= now))
    throw invalid('The certificate is not valid yet. Check the clock of the machine that made it, or wait.');
  if (!(endsAt > now)) throw invalid('The certificate has expired. Make a new one.');
  return { der, publicKey, endsAt };
}

function derOf(pem: string): Buffer {
  if (pem.length > MOST_CHARACTERS)
    throw invalid(`The certificate is longer than ${MOST_CHARACTERS} characters. Make a smaller one.`);
  const labels = [...pem.matchAll(beginnings)].map(([, label]) => label);
  if (labels.some((label) => label?.endsWith('PRIVATE KEY'))) {
    throw invalid(
      'You pasted a private key. Nothing was stored, but it has left your machine: make a new pair if anyone else can read this request. Send the certificate alone (BEGIN CERTIFICATE).',
    );
  }
  if (labels.length > 1)
    throw invalid(
      'This is more than one PEM block, such as a certificate chain. Send only your own certificate.',
    );
  const text = block.exec(pem)?.[1]?.replace(/\s+/g, '');
  if (text === undefined)
    throw invalid(
      'This is not a certificate in PEM. Send the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    );
  return Buffer.from(text, 'base64');
}

function parse(der: Buffer): X509Certificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    throw invalid(
      'The certificate cannot be read: its content is damaged or incomplete. Copy the whole PEM again.',
    );
  }
  // What follows it, or another encoding of the same, would give it another fingerprint than TLS sends.
  if (!certificate.raw.equals(der)) throw invalid('The certificate is not encoded in DER. Make a new one.');
  return certificate;
}

function usableKey(certificate: X509Certificate): KeyObject {
  let key: KeyObject;
  try {
    key = certificate.publicKey;
  } catch {
    throw unusable();
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: { namedCurve, modulusLength = 0 } = {} } = key;
  if (type === 'ed25519' || (type === 'ec' && curves.has(namedCurve))) return key;
  if (type !== 'rsa') throw unusable();
  if (modulusLength >= RSA_BITS.least && modulusLength <= RSA_BITS.most) return key;
  throw invalid(
    `The certificate's RSA key has ${modulusLength} bits. Use ${RSA_BITS.least} to ${RSA_BITS.most} bits, or preferably P-256.`,
  );
}

function unusable(): AuthorityError {
  return invalid(
    'The certificate has a key of a kind that is not accepted. Use P-256, P-384, Ed25519 or RSA.',
  );
}

function invalid(detail: string): AuthorityError {
  return new AuthorityError('certificate_invalid', detail, { pointer: '/certificate' });
}
