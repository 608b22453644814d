import { createHash } from 'node:crypto';
import { algorithms, keySetUrl } from '@lostwax/core';
import { Document } from './document.ts';

/**
 * What a gateway that is given only an issuer reads: OpenID Connect Discovery 1.0 §3 and RFC 8414 §2, one text for both.
 *
 * There is no authorization endpoint, and so nothing about one. The three lists are required and say what Kubernetes says for
 * its service accounts, whose tokens are checked in the same way: parsers of gateways accept that. The algorithms are those
 * of any key that a workspace may have, since its algorithm can change while older keys live.
 */
export function metadataOf(issuer: string): Document {
  const text = JSON.stringify({
    issuer,
    jwks_uri: keySetUrl(issuer),
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: Object.keys(algorithms),
  });
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return new Document([Buffer.from(text)], 0, tag);
}
