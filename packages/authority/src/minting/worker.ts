import { parentPort } from 'node:worker_threads';
import {
  type AlgorithmName,
  type KeyErrorCode,
  type MintedKey,
  type MintRequest,
  mintKeys,
  mintSentinel,
  type PublicJwk,
} from '@lostwax/core';

/** A workspace's sentinel: a pair whose private half is never used. */
export interface SentinelRequest {
  readonly prefix: string;
  readonly algorithm: AlgorithmName;
}

/** What the main thread asks of a minting thread. */
export type MintOrder =
  | { readonly kind: 'keys'; readonly requests: readonly MintRequest[] }
  | { readonly kind: 'sentinel'; readonly request: SentinelRequest };

/** A key, or why there is none: an error travels as its code and sentence. */
export type MintResult = MintedKey | { readonly code: KeyErrorCode; readonly message: string };

/** What it answers: one result for each request, in order. */
export type MintAnswer = readonly MintResult[] | PublicJwk;

function answer(order: MintOrder): MintAnswer {
  if (order.kind === 'sentinel') return mintSentinel(order.request.prefix, order.request.algorithm);
  return mintKeys(order.requests).map((result) =>
    result instanceof Error ? { code: result.code, message: result.message } : result,
  );
}

parentPort?.on('message', (order: MintOrder) => parentPort?.postMessage(answer(order)));
