import { pinOf } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { NewKey } from '../keys/types.ts';
import { readCertificate } from './certificate-pem.ts';
import { assertProven } from './certificate-proof.ts';
import type { Credential, Method, Order } from './method.ts';

const NAME = 'certificate';
const ENDING_DIGITS = 6;

/** A client certificate that the customer made. Only its fingerprint is kept: the private key never leaves the customer's program. */
export const certificateMethod: Method = {
  name: NAME,
  async make({ issuer }, orders, issuedAtSeconds) {
    return orders.map((order) => {
      try {
        return credentialOf(issuer, order, issuedAtSeconds);
      } catch (error) {
        if (error instanceof AuthorityError) return error;
        throw error;
      }
    });
  },
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
    ending: fingerprint.slice(-ENDING_DIGITS),
    jwk: null,
    endsAt: read.endsAt,
  };
}

/** @throws {@link AuthorityError} `invalid_request` where a key of this method lacks its certificate or proof, or one of another has any. */
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
 * @throws {@link AuthorityError} `certificate_in_use` where a key has this pin, in any workspace and any state: a gate must find one key for a
 *   certificate, and one that was revoked must not come back.
 */
export async function assertUnused(db: Reads, pin: Uint8Array): Promise<void> {
  if ((await db.keys.byPin(pin)) === undefined) return;
  throw new AuthorityError(
    'certificate_in_use',
    'This certificate was already registered as a key. Each key needs its own certificate, even after the old one is revoked. Make a new one.',
    { pointer: '/certificate' },
  );
}
