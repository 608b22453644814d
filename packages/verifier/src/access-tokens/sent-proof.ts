import type { SentProof } from './dpop.ts';

/** The parts of a request that a proof is about. */
export interface ProvenRequest {
  /** As from {@link proofIn}. */
  readonly proof: string | null | undefined;
  readonly method: string | undefined;
  /** The path as the client sent it, with or without a query. Undefined if unknown. */
  readonly target: string | undefined;
  /** `https://api.example.com`: where clients reach the API. Undefined if unknown. */
  readonly origin: string | undefined;
}

/**
 * Gathers what a check needs of a request with `Authorization: DPoP`. Take its URL from nothing that a client can
 * set: a stolen proof could then be used for another request.
 */
export function sentProof({ proof, method = '', target, origin }: ProvenRequest): SentProof {
  const isKnown = target?.startsWith('/') === true && origin !== undefined;
  return { proof: proof ?? undefined, method, url: isKnown ? origin + target : undefined };
}

/**
 * The proof of a request.
 *
 * @param lines - Names and values in turn, as in `IncomingMessage.rawHeaders`.
 * @returns Undefined if there is none, or more than one.
 */
export function proofIn(lines: readonly string[]): string | undefined {
  let found: string | undefined;
  for (let at = 0; at < lines.length; at += 2) {
    if (lines[at]?.toLowerCase() !== 'dpop') continue;
    if (found !== undefined) return undefined;
    found = lines[at + 1];
  }
  return found;
}
