/*
 * What the owner of a certificate signs to register it (spec/certificate.md §2). This module imports nothing, so the pages in a browser
 * can use it too (`@lostwax/core/proof`).
 */

/** Seconds that a proof's time may differ from the authority's clock. */
export const PROOF_SKEW_SECONDS = 300;

/** What a proof of possession is about. */
export interface Proven {
  /** Of the workspace: `https://keys.example.com/acme`. */
  readonly issuer: string;
  /** The customer who gets the key. */
  readonly customer: string;
  /** SHA-256 of the certificate's DER: 64 hexadecimal digits in lower case. */
  readonly fingerprint: string;
  /** Whole seconds since the Unix epoch. */
  readonly at: number;
}

/** The text that the certificate's private key signs: five lines in ASCII, without a line break at the end. */
export function proofText({ issuer, customer, fingerprint, at }: Proven): string {
  return ['lostwax-proof-v1', issuer, customer, fingerprint, String(at)].join('\n');
}
