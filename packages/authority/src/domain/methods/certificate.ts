import { OAUTH_CLIENT } from '@lostwax/contract';
import { endingOf, pinOf } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import { eachOf } from '../each-of.ts';
import type { NewKey } from '../keys/types.ts';
import { readCertificate } from './certificate-pem.ts';
import { assertProven } from './certificate-proof.ts';
import type { Credential, Method, Order } from './method.ts';

const NAME = 'certificate';

/**
 * A client certificate that the customer created. Only its fingerprint is stored: the private key never leaves the
 * customer's machine.
 */
export const certificateMethod: Method = {
  name: NAME,
  make: async ({ issuer }, orders, issuedAtSeconds) =>
    eachOf(orders, (order) => credentialOf(issuer, order, issuedAtSeconds)),
};

function credentialOf(issuer: string, { input }: Order, nowSeconds: number): Credential {
  const { pin, ending, endsAt } = provenCertificate(issuer, input, nowSeconds);
  return { token: null, pin, ending, jwk: null, endsAt };
}

/** A certificate whose private key its sender has. */
interface ProvenCertificate {
  /** SHA-256 of its DER. */
  readonly pin: Uint8Array;
  /** The last six hexadecimal digits of the pin. */
  readonly ending: string;
  /** Its notAfter, in milliseconds since the Unix epoch. */
  readonly endsAt: number;
}

/**
 * Reads a certificate and checks the proof that came with it (spec/certificate.md §1, §2).
 *
 * @throws {@link AuthorityError} `certificate_invalid`, `proof_invalid`, or `invalid_request` if one of both is missing.
 */
export function provenCertificate(
  issuer: string,
  { certificate, proof, customer, method }: NewKey,
  nowSeconds: number,
): ProvenCertificate {
  if (certificate === undefined || proof === undefined) throw missing(method, certificate);
  const read = readCertificate(certificate, nowSeconds);
  const pin = pinOf(read.der);
  const fingerprint = Buffer.from(pin).toString('hex');
  assertProven(read.publicKey, { issuer, customer, fingerprint, at: proof.at }, proof.signature, nowSeconds);
  return { pin, ending: endingOf(fingerprint), endsAt: read.endsAt };
}

/**
 * @throws {@link AuthorityError} `invalid_request` if a certificate or its proof is missing, or if a key of a method
 * without certificates has one.
 */
export function checkGiven({ method, certificate, proof }: NewKey): void {
  const hasNeither = certificate === undefined && proof === undefined;
  if (method === NAME || (method === OAUTH_CLIENT && !hasNeither)) {
    if (certificate === undefined || proof === undefined) throw missing(method, certificate);
  } else if (!hasNeither) {
    throw new AuthorityError(
      'invalid_request',
      `A key of the method "${method ?? 'signed'}" has no certificate. Omit "certificate" and "proof", or set "method" to "${NAME}" or "${OAUTH_CLIENT}".`,
      { pointer: certificate === undefined ? '/proof' : '/certificate' },
    );
  }
}

function missing(method: string | undefined, certificate: string | undefined): AuthorityError {
  const member = certificate === undefined ? 'certificate' : 'proof';
  const whose =
    method === OAUTH_CLIENT ? 'An OAuth client with a certificate' : `A key of the method "${NAME}"`;
  return new AuthorityError(
    'invalid_request',
    `${whose} needs "certificate" (PEM) and "proof" (a signature by its private key): spec/certificate.md §2. "${member}" is missing.`,
    { pointer: `/${member}` },
  );
}

/**
 * @throws {@link AuthorityError} `certificate_in_use` if any key has this pin, in any workspace and status: a gate
 * must find exactly one key for a certificate, and a revoked one must not come back.
 */
export async function assertUnused(db: Reads, pin: Uint8Array): Promise<void> {
  if ((await db.keys.byPin(pin)) === undefined) return;
  throw new AuthorityError(
    'certificate_in_use',
    'This certificate was already registered as a key. Each key needs its own certificate, even after the old one is revoked. Make a new one.',
    { pointer: '/certificate' },
  );
}
