import type { SigningContext } from '../signing-keys/types.ts';
import { certificateMethod } from './certificate.ts';
import type { Method } from './method.ts';
import { oauthClientMethod } from './oauth-client.ts';
import { opaqueMethod } from './opaque.ts';
import { sharedSignedMethod } from './shared-signed.ts';
import { signedMethod } from './signed.ts';

/**
 * Names of the methods that this authority can issue, in the order pages list them; the first is the default.
 */
export const methodNames = ['signed', 'opaque', 'oauth-client', 'certificate', 'shared-signed'] as const;

export type MethodName = (typeof methodNames)[number];

/**
 * The methods by name.
 *
 * @param mutualTls - Whether OAuth clients can authenticate with a certificate.
 */
export function issuingMethods(context: SigningContext, mutualTls: boolean): ReadonlyMap<string, Method> {
  const all: readonly Method[] = [
    signedMethod(context.minter),
    opaqueMethod,
    oauthClientMethod(mutualTls),
    certificateMethod,
    sharedSignedMethod(context),
  ];
  return new Map(all.map((method) => [method.name, method]));
}
