import type { Minter } from '../../minting/minter.ts';
import { certificateMethod } from './certificate.ts';
import type { Method } from './method.ts';
import { opaqueMethod } from './opaque.ts';
import { signedMethod } from './signed.ts';

/**
 * Names of the methods that this authority can issue, in the order pages list them; the first is the default.
 */
export const methodNames = ['signed', 'opaque', 'certificate'] as const;

export type MethodName = (typeof methodNames)[number];

/** The methods by name. */
export function issuingMethods(minter: Minter): ReadonlyMap<string, Method> {
  const all: readonly Method[] = [signedMethod(minter), opaqueMethod, certificateMethod];
  return new Map(all.map((method) => [method.name, method]));
}
