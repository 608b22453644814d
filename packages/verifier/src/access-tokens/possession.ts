import { proofUncheckable, type Refusal, refusal } from '../refusals.ts';
import { DpopProofs, type SentProof } from './dpop.ts';
import type { AccessToken } from './parse.ts';

/** The proofs that come with an access token. */
export interface Possession {
  /**
   * Only for an access token that was sent as `Authorization: DPoP` (RFC 9449). Adapters and gate fill it in. Without
   * it, a token that is bound to a key is refused; with it, one that isn't.
   */
  readonly dpop?: SentProof;
  /**
   * SHA-256 of the DER of the client's certificate, 32 bytes, if the TLS connection has proved its private key
   * (RFC 8705). Adapters and gate fill it in where they see it. Without it, a token that is bound to a certificate is
   * refused. Other credentials don't need it.
   */
  readonly certificateFingerprint?: Uint8Array;
}

/** Checks that the sender of an access token holds the key or certificate that the token is bound to. */
export class Possessions {
  readonly #proofs = new DpopProofs();

  /** @returns Undefined if the sender has it, or the token isn't bound. */
  refuse(
    text: string,
    { jkt, certificateHash }: AccessToken,
    { dpop, certificateFingerprint }: Possession,
    nowSeconds: number,
  ): Refusal | undefined {
    if (certificateHash !== undefined) {
      if (dpop !== undefined) return refusal('proof_invalid');
      if (certificateFingerprint === undefined) return refusal('certificate_missing');
      const isBound = Buffer.from(certificateFingerprint).toString('base64url') === certificateHash;
      return isBound ? undefined : refusal('certificate_mismatch');
    }
    if (jkt === undefined) return dpop && refusal('proof_invalid');
    if (dpop === undefined) return refusal('proof_missing');
    if (dpop.url === undefined) return proofUncheckable;
    return this.#proofs.isValid(dpop, text, jkt, nowSeconds) ? undefined : refusal('proof_invalid');
  }
}
