/*
 * Certificates that customers bring (spec/certificate.md §1), read before they are sent. The authority reads them again, with Node's
 * parser. Runs in browsers too (`@lostwax/core/given`).
 */
import { type DerValue, derValues, inside } from './der.ts';
import { GivenError } from './given-error.ts';
import { damaged, readPem } from './pem.ts';
import { type PublicKeyInfo, readPublicKeyInfo } from './public-key-info.ts';

/** What to show the customer of a certificate, and its public key to check a signature with. */
export interface GivenCertificate {
  readonly der: Uint8Array<ArrayBuffer>;
  /** The last common name of its subject, if it has one. */
  readonly name: string | undefined;
  /** In milliseconds since the Unix epoch. */
  readonly endsAt: number;
  readonly publicKey: PublicKeyInfo;
  /** The public key in DER (SubjectPublicKeyInfo). */
  readonly spki: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a text with exactly one certificate.
 *
 * @param now - Milliseconds since the Unix epoch.
 * @throws {@link GivenError}.
 */
export function readGivenCertificate(text: string, now: number): GivenCertificate {
  const pem = readPem(text);
  if (pem === undefined || (pem.label !== undefined && pem.label !== 'CERTIFICATE'))
    throw new GivenError(
      'not_a_certificate',
      'This is not a certificate in PEM. Pass the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    );
  try {
    return read(pem.der, now);
  } catch (error) {
    throw error instanceof RangeError ? damaged() : error;
  }
}

function read(der: Uint8Array<ArrayBuffer>, now: number): GivenCertificate {
  const all = derValues(der);
  const [content] = inside(all[0]);
  // [0] with the version comes first, except in certificates of version 1.
  const members = inside(content);
  const [, , , , validity, subject, spki] = members[0]?.tag === 0xa0 ? members : [undefined, ...members];
  if (all.length !== 1 || spki === undefined) throw damaged();
  const [beginsAt = Number.NaN, endsAt = Number.NaN] = inside(validity).map(timeOf);
  if (Number.isNaN(beginsAt) || Number.isNaN(endsAt)) throw damaged();
  const publicKey = readPublicKeyInfo(spki);
  if (beginsAt > now)
    throw new GivenError('not_yet_valid', 'The certificate is not valid yet. Check your clock, or wait.');
  if (endsAt <= now) throw new GivenError('expired', 'The certificate has expired. Make a new one.');
  return { der, name: commonName(subject), endsAt, publicKey, spki: spki.whole };
}

/** UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 allows them; otherwise NaN. */
function timeOf({ tag, content }: DerValue): number {
  const text = new TextDecoder().decode(content);
  const digits = tag === 0x17 ? (text < '50' ? `20${text}` : `19${text}`) : tag === 0x18 ? text : '';
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits)?.slice(1).map(Number);
  if (parts === undefined) return Number.NaN;
  const [year = 0, month = 0, day, hour, minute, second] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** `id-at-commonName` (RFC 5280, appendix A). */
const isCommonName = ([a, b, c]: Uint8Array): boolean => a === 0x55 && b === 0x04 && c === 0x03;
/** UTF8String, PrintableString, IA5String. */
const readableTags = new Set([0x0c, 0x13, 0x16]);

function commonName(subject: DerValue | undefined): string | undefined {
  const pairs = inside(subject).flatMap(({ content }) => derValues(content).map(inside));
  const value = pairs.findLast(([name]) => name !== undefined && isCommonName(name.content))?.[1];
  return value !== undefined && readableTags.has(value.tag)
    ? new TextDecoder().decode(value.content)
    : undefined;
}
