import { certificate } from './certificate.ts';
import type { Method } from './method.ts';
import { oauthClient } from './oauth-client.ts';
import { opaque } from './opaque.ts';
import { sharedSigned } from './shared-signed.ts';
import { signed } from './signed.ts';

/** The methods that this verifier can check. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [signed, opaque, certificate, oauthClient, sharedSigned].map((method) => [method.name, method]),
);

export const methodNames: ReadonlySet<string> = new Set(methods.keys());
