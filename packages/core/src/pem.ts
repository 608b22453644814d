/*
 * PEM (RFC 7468), and what people paste instead: DER in base64 without its frame, or a private key. Runs in browsers too.
 */
import { base64, bytesOfBase64 } from './bytes-text.ts';
import { derValues, inside, tags } from './der.ts';
import { GivenError } from './given-error.ts';

/** One block of PEM. */
export interface PemBlock {
  /** `CERTIFICATE`; undefined for base64 without a frame. */
  readonly label: string | undefined;
  readonly der: Uint8Array<ArrayBuffer>;
}

const beginnings = /-----BEGIN ([A-Z0-9 ]{1,64})-----/g;
const block = /-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\s]*)-----END \1-----/;
const framedPrivately = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|PuTTY-User-Key-File/;
/** The members of RFC 7518 §6 that hold private or symmetric keys. */
const privateMember = /"(?:d|p|q|dp|dq|qi|oth|k)"\s*:/;

/**
 * Reads the only block of a text. Text around it is ignored, because tools write some.
 *
 * @returns Undefined if there is none.
 * @throws {@link GivenError} `private_key`, `several` or `damaged`.
 */
export function readPem(text: string): PemBlock | undefined {
  if (holdsPrivateKey(text)) throw privateKey();
  const beginningsIn = [...text.matchAll(beginnings)].length;
  if (beginningsIn > 1)
    throw new GivenError(
      'several',
      'This is more than one PEM block. Keep only your own certificate or key.',
    );
  const [, label, framed] = block.exec(text) ?? [];
  if (beginningsIn === 1 && framed === undefined) throw damaged();
  const der = bytesOf(framed ?? text);
  if (der === undefined) return undefined;
  if (isPrivateDer(der)) throw privateKey();
  return { label, der };
}

/** Whether a text is or contains a private key: in PEM, as a JWK, in base64, or in PuTTY's format. */
export function holdsPrivateKey(text: string): boolean {
  if (framedPrivately.test(text)) return true;
  if (/^\s*[{[]/.test(text)) return privateMember.test(text);
  const der = bytesOf(text);
  return der !== undefined && isPrivateDer(der);
}

/** Whether bytes are a private key in PKCS #8 (also encrypted), PKCS #1 or SEC 1, or a PKCS #12 file. */
export function isPrivateDer(der: Uint8Array<ArrayBuffer>): boolean {
  try {
    const [first, second] = inside(derValues(der)[0]);
    // A version of one byte. A public RSA key begins with its modulus instead.
    if (first?.tag === tags.integer) return first.content.length === 1 && second !== undefined;
    return first?.tag === tags.sequence && second?.tag === tags.octets;
  } catch {
    return false;
  }
}

/** A block of PEM with lines of 64 characters. */
export function pemOf(label: string, der: Uint8Array): string {
  const lines = base64(der).replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

export function damaged(): GivenError {
  return new GivenError('damaged', 'The text is damaged or incomplete. Copy the whole file again.');
}

function privateKey(): GivenError {
  return new GivenError(
    'private_key',
    'This is a private key. Keep it where it is, and pass only the certificate or the public key.',
  );
}

/** The shortest public key, of Ed25519, has 44 bytes. */
const LEAST_BYTES = 40;

function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  const bytes = bytesOfBase64(compact);
  return bytes === undefined || bytes.length < LEAST_BYTES ? undefined : bytes;
}
