export {
  type Algorithm,
  type AlgorithmName,
  algorithms,
  isAlgorithmName,
  type KeyMembers,
} from './algorithms.ts';
export { checkOf } from './base62.ts';
export {
  buildClaims,
  type Claims,
  type ClaimsInput,
  ISSUED_AT_SKEW_SECONDS,
  registeredClaimNames,
} from './claims.ts';
export { containsKey } from './contains-key.ts';
export { duplicateMember } from './duplicates.ts';
export { KeyError, type KeyErrorCode } from './errors.ts';
export { readGivenCertificate } from './given-certificate.ts';
export { GivenError, type GivenErrorCode } from './given-error.ts';
export { type GivenPublicKey, readGivenPublicKey } from './given-public-key.ts';
export {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  jsonFault,
  jsonObjectIn,
  MAX_JSON_DEPTH,
} from './json.ts';
export { type PublicJwk, parsePublicJwk, renderJwk } from './jwk.ts';
export {
  isKeyId,
  isSentinelKeyId,
  type KeyId,
  makeKeyId,
  parseKeyId,
  sentinelKeyId,
  shardIn,
  shards,
} from './key-id.ts';
export { type KeySet, keySetText, parseKeySet } from './key-set.ts';
export { type MintedKey, type MintRequest, mintKey, mintKeys, mintSentinel, tokenLength } from './mint.ts';
export {
  customerForm,
  endingOf,
  isCustomer,
  isKeyIdPrefix,
  isScope,
  isSlug,
  keyIdPrefixForm,
  keySetUrl,
  SLUG_PATTERN,
  scopeForm,
  slugForm,
} from './names.ts';
export {
  isOpaqueKey,
  makeClientSecret,
  makeOpaqueKey,
  opaqueKeyPrefix,
  opaqueKeysIn,
  readOpaqueKey,
} from './opaque-key.ts';
export { pinOf } from './pin.ts';
export { PROOF_SKEW_SECONDS, type Proven, proofText } from './proof.ts';
export { headerPrefix, workspaceHeaderPrefix } from './routing.ts';
export {
  makeSigningPair,
  type SharedToken,
  type Signer,
  type SigningPair,
  signShared,
} from './signing-key.ts';
export {
  MAX_TOKEN_CHARACTERS,
  type ParsedAnyToken,
  type ParsedToken,
  parseAnyToken,
  parseToken,
  TOKEN_BEGIN,
  verifyToken,
} from './token.ts';
