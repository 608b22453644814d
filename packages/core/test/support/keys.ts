import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AlgorithmName, algorithms } from '../../src/algorithms.ts';
import { buildClaims, type ClaimsInput } from '../../src/claims.ts';
import { KeyError, type KeyErrorCode } from '../../src/errors.ts';
import { makeKeyId } from '../../src/key-id.ts';
import type { MintRequest } from '../../src/mint.ts';

/** The names of the table. */
export const algorithmNames: readonly AlgorithmName[] = Object.values(algorithms).map(({ name }) => name);

/** A request for a key of workspace acme, with a key id of its own. */
export function request(algorithm: AlgorithmName = 'ES256', changes: Partial<ClaimsInput> = {}): MintRequest {
  const keyId = makeKeyId('acme_live');
  const claims = buildClaims({
    issuer: 'https://keys.acme.example/acme',
    customer: 'cust-42',
    audience: 'acme',
    keyId,
    issuedAtSeconds: 1_785_542_430,
    scopes: ['orders:read'],
    claims: {},
    ...changes,
  });
  return { algorithm, keyId, claims };
}

/** For `assert.throws`: the error has this code. */
export function withCode(...codes: readonly KeyErrorCode[]): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof KeyError, String(error));
    assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
    return true;
  };
}

/** A file of spec/vectors. */
export function vectors<T>(name: string): T {
  const file = join(import.meta.dirname, '../../../../spec/vectors', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** The shortest of five runs, in milliseconds: what a busy machine adds is not in it. */
export function shortestMs(run: () => void): number {
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...runs);
}
