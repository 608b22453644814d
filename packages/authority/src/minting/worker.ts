import { parentPort } from 'node:worker_threads';
import {
  type AlgorithmName,
  type Claims,
  KeyError,
  type KeyErrorCode,
  type MintedKey,
  type MintRequest,
  makeSigningPair,
  mintKeys,
  mintSentinel,
  type PublicJwk,
  type SharedToken,
  signShared,
} from '@lostwax/core';
import { type Seal, seal, unseal } from './seal.ts';

/** A workspace's sentinel: a pair whose private half is never used. */
export interface SentinelRequest {
  readonly prefix: string;
  readonly algorithm: AlgorithmName;
}

/** A key pair for signing many tokens. */
export interface SigningKeyRequest {
  readonly keyId: string;
  readonly algorithm: AlgorithmName;
  readonly seal: Seal;
}

/** The result: the pair with a sealed private half. */
export interface SealedSigningKey {
  readonly publicJwk: PublicJwk;
  readonly sealed: Uint8Array;
}

/** Tokens to sign with a sealed signing key. */
export interface SharedRequest extends SigningKeyRequest {
  readonly sealed: Uint8Array;
  readonly claims: readonly Claims[];
}

/** Orders that the main thread sends to a minting thread. */
export type MintOrder =
  | { readonly kind: 'keys'; readonly requests: readonly MintRequest[] }
  | { readonly kind: 'sentinel'; readonly request: SentinelRequest }
  | { readonly kind: 'signing-key'; readonly request: SigningKeyRequest }
  | { readonly kind: 'shared'; readonly request: SharedRequest };

/** An error is sent as its code and message. */
export interface MintFailure {
  readonly code: KeyErrorCode;
  readonly message: string;
}

/** A key, or why there is none. */
export type MintResult = MintedKey | MintFailure;

/** A token, or why there is none. */
export type SharedResult = SharedToken | MintFailure;

/**
 * The answer: one result for each request, in order; `unsealed: false` if the secret key doesn't
 * unseal a signing key.
 */
export type MintAnswer =
  | readonly MintResult[]
  | PublicJwk
  | SealedSigningKey
  | readonly SharedResult[]
  | { readonly unsealed: false };

function answer(order: MintOrder): MintAnswer {
  if (order.kind === 'sentinel') return mintSentinel(order.request.prefix, order.request.algorithm);
  if (order.kind === 'keys') return mintKeys(order.requests).map(sendable);
  // The secret key was copied for this order alone.
  try {
    return order.kind === 'signing-key' ? makeSealed(order.request) : signSealed(order.request);
  } finally {
    order.request.seal.secret.fill(0);
  }
}

function makeSealed(request: SigningKeyRequest): SealedSigningKey {
  const { publicJwk, privateHalf } = makeSigningPair(request.keyId, request.algorithm);
  try {
    return { publicJwk, sealed: seal(request.seal, privateHalf) };
  } finally {
    privateHalf.fill(0);
  }
}

function signSealed({ keyId, algorithm, sealed, claims, ...request }: SharedRequest): MintAnswer {
  const privateHalf = unseal(request.seal, sealed);
  if (privateHalf === undefined) return { unsealed: false };
  try {
    return signShared({ keyId, algorithm, privateHalf }, claims).map(sendable);
  } finally {
    privateHalf.fill(0);
  }
}

function sendable<T extends object>(result: T | KeyError): T | MintFailure {
  return result instanceof KeyError ? { code: result.code, message: result.message } : result;
}

parentPort?.on('message', (order: MintOrder) => parentPort?.postMessage(answer(order)));
