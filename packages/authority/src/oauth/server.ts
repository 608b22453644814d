import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProviderParts } from './parts.ts';
import { makeProvider } from './provider.ts';
import { ShortLived } from './short-lived.ts';
import { type SignerJwk, SigningKeys } from './signing-keys.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface OAuthServerOptions extends Pick<ProviderParts, 'issuer' | 'client' | 'certificateOf' | 'now'> {
  /** Receives unexpected errors. */
  readonly failed: (error: unknown) => void;
}

/** The OAuth server of one workspace: its signing keys, what it must remember, and the provider that answers. */
export class OAuthServer {
  readonly #parts: ProviderParts;
  readonly #failed: (error: unknown) => void;
  #made: { readonly kid: string; readonly listener: Listener } | undefined;

  constructor({ issuer, client, certificateOf, now, failed }: OAuthServerOptions) {
    const [seen, revoked] = [new ShortLived(now), new ShortLived(now)];
    const keys = new SigningKeys(now);
    this.#parts = { issuer, keys, seen, revoked, client, certificateOf, now, startedAt: now() };
    this.#failed = failed;
  }

  /** The key set for access tokens. `revoked` are the IDs of tokens that were revoked before they expired. */
  keySet(): { readonly keys: readonly SignerJwk[]; readonly revoked: readonly string[] } {
    const { keys, revoked } = this.#parts;
    return { keys: keys.published.map(({ publicJwk }) => publicJwk), revoked: revoked.live() };
  }

  answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
