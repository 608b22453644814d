/*
 * Reads the certificates and public keys that customers bring. Nothing here needs Node, so the pages in a browser can use it too
 * (`@lostwax/core/given`).
 */
export { base64url, bytesOfBase64, hex } from './bytes-text.ts';
export { derValues, inside } from './der.ts';
export { type GivenCertificate, readGivenCertificate } from './given-certificate.ts';
export { GivenError, type GivenErrorCode } from './given-error.ts';
export { type GivenPublicKey, readGivenPublicKey } from './given-public-key.ts';
export { holdsPrivateKey, isPrivateDer, pemOf } from './pem.ts';
