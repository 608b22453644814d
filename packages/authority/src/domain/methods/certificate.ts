import { endingOf, pinOf } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { NewKey } from '../keys/types.ts';
import { readCertificate } from './certificate-pem.ts';
import { assertProven } from './certificate-proof.ts';
import { type Credential, type Method, makeEach, type Order } from './method.ts';

const NAME = 'certificate';

/**
 * A client certificate that the customer created. Only its fingerprint is stored: the private key never leaves the
 * customer's machine.
 */
export const certificateMethod: Method = {
  name: NAME,
  make: async ({ issuer }, orders, issuedAtSeconds) =>
    makeEach(orders, (order) => credentialOf(issuer, order, issuedAtSeconds)),
};

function credentialOf(issuer: string, { input }: Order, nowSeconds: number): Credential {
  const { certificate, proof, customer } = input;
  if (certificate === undefined || proof === undefined) throw missing(certificate);
  const read = readCertificate(certificate, nowSeconds);
  const pin = pinOf(read.der);
  const fingerprint = Buffer.from(pin).toString('hex');
  assertProven(read.publicKey, { issuer, customer, fingerprint, at: proof.at }, proof.signature, nowSeconds);
  return {
    token: null,
    pin,
    ending: endingOf(fingerprint),
    jwk: null,
    endsAt: read.endsAt,
  };
}

/**
 * @throws {@link AuthorityError} `invalid_request` if a key of this method lacks its certificate or proof, or a key
 * of another method has one.
 */
export function checkGiven({ method, certificate, proof }: NewKey): void {
  if (method === NAME) {
    if (certificate === undefined || proof === undefined) throw missing(certificate);
  } else if (certificate !== undefined || proof !== undefined) {
    throw new AuthorityError(
      'invalid_request',
      `A key of the method "${method ?? 'signed'}" has no certificate. Omit "certificate" and "proof", or set "method" to "${NAME}".`,
      { pointer: certificate === undefined ? '/proof' : '/certificate' },
    );
  }
}

function missing(certificate: string | undefined): AuthorityError {
  const member = certificate === undefined ? NAME : 'proof';
  return new AuthorityError(
    'invalid_request',
    `A key of the method "${NAME}" needs "certificate" (PEM) and "proof" (a signature by its private key): spec/certificate.md §2. "${member}" is missing.`,
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
