import type { OAuthClient } from '../domain/clients/live-client.ts';
import type { CertificateOf } from './mutual-tls.ts';
import type { ShortLived } from './short-lived.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The parts of one workspace's token endpoint. */
export interface ProviderParts {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  /** Assertions that have been used. */
  readonly seen: ShortLived;
  /** IDs (`jti`) of access tokens that were revoked before they expired. */
  readonly revoked: ShortLived;
  /** Reads a client that may get tokens now. */
  readonly client: (clientId: string) => Promise<OAuthClient | undefined>;
  readonly certificateOf: CertificateOf;
  /** Since when used assertions have been remembered, in milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}
