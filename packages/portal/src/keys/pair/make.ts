import type { NewKey } from '@lostwax/client';
import { base64url, hex, pemOf } from '@lostwax/core/given';
import { proofText } from '@lostwax/core/proof';
import type { Credential } from './credential.ts';
import { selfSigned, signed } from './self-signed.ts';

/** Whom a certificate is for. */
export interface CertificateFor {
  readonly issuer: string;
  readonly customer: string;
  /** Milliseconds since the Unix epoch: when the key expires. */
  readonly endsAt: number;
}

/** The clocks of this machine and the authority may differ by this much. */
const SLACK_MS = 3_600_000;

/** Makes a P-256 pair, a certificate, and the proof of possession (spec/certificate.md §2). */
export async function makeCertificate({ issuer, customer, endsAt }: CertificateFor): Promise<Credential> {
  const pair = await newPair();
  const now = Date.now();
  const content = await selfSigned(pair, customer, new Date(now - SLACK_MS), new Date(endsAt + SLACK_MS));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const at = Math.floor(now / 1_000);
  const proof = proofText({ issuer, customer, fingerprint: hex(digest), at });
  const signature = base64url(await signed(pair.privateKey, new TextEncoder().encode(proof)));
  const certificate = pemOf('CERTIFICATE', content);
  return {
    body: { certificate, proof: { signature, at } },
    pair: { privateKey: await privatePem(pair), certificate },
  };
}

/** Makes a P-256 pair for an OAuth client that authenticates with `private_key_jwt`. */
export async function makeClientKey(): Promise<Credential> {
  const pair = await newPair();
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  // The API's description has no type for the members of a JWK.
  const clientKey = { kty, crv, x, y, alg: 'ES256' } as unknown as NonNullable<NewKey['clientKey']>;
  return { body: { clientKey }, pair: { privateKey: await privatePem(pair) } };
}

function newPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}

async function privatePem({ privateKey }: CryptoKeyPair): Promise<string> {
  return pemOf('PRIVATE KEY', new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)));
}
