import type { OAuthClient } from '../domain/clients/live-client.ts';
import type { TokenMemory } from '../domain/clients/token-memory.ts';
import type { CertificateOf } from './mutual-tls.ts';
import type { PublishedSigners } from './published-signers.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The parts of one workspace's token endpoint. */
export interface ProviderParts {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  /** The public halves of all replicas' keys. */
  readonly signers: PublishedSigners;
  /** What all replicas remember. */
  readonly memory: TokenMemory;
  /** Reads a client that may get tokens now. */
  readonly client: (clientId: string) => Promise<OAuthClient | undefined>;
  readonly certificateOf: CertificateOf;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}
