import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProviderParts } from './parts.ts';
import { makeProvider } from './provider.ts';
import { PublishedSigners } from './published-signers.ts';
import { type SignerJwk, SigningKeys } from './signing-keys.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface OAuthServerOptions
  extends Pick<ProviderParts, 'issuer' | 'client' | 'certificateOf' | 'memory' | 'now'> {
  /** Receives unexpected errors. */
  readonly failed: (error: unknown) => void;
}

/** The OAuth server of one workspace: its signing keys, what it must remember, and the provider that answers. */
export class OAuthServer {
  readonly #parts: ProviderParts;
  readonly #failed: (error: unknown) => void;
  #made: { readonly kid: string; readonly listener: Listener } | undefined;

  constructor({ issuer, client, certificateOf, memory, now, failed }: OAuthServerOptions) {
    const keys = new SigningKeys(now);
    const signers = new PublishedSigners(keys, memory, now);
    this.#parts = { issuer, keys, signers, memory, client, certificateOf, now };
    this.#failed = failed;
  }

  /** The key set for access tokens. `revoked` are the IDs of tokens that were revoked before they expired. */
  async keySet(): Promise<{ readonly keys: readonly SignerJwk[]; readonly revoked: readonly string[] }> {
    const { signers, memory } = this.#parts;
    return { keys: await signers.all(), revoked: await memory.revoked() };
  }

  /** @throws {@link AuthorityError} `storage_unavailable` if its keys can't be published. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#parts.signers.publish();
    return this.#listener()(request, response);
  }

  /** Returns a listener that signs with the current key. */
  #listener(): Listener {
    const { kid } = this.#parts.keys.current.publicJwk;
    if (this.#made?.kid === kid) return this.#made.listener;
    const provider = makeProvider(this.#parts);
    provider.on('server_error', (_ctx, error) => this.#failed(error));
    const listener = provider.callback() as Listener;
    this.#made = { kid, listener };
    return listener;
  }
}
