import { isPrivateUrl } from '@lostwax/contract';
import { StartError } from '../start-error.ts';

/** An OpenID Connect provider for console sign-in. */
export interface OpenIdOptions {
  /**
   * The issuer as in the provider's metadata: `https://login.example.com`. Plain HTTP on loopback
   * only.
   */
  readonly issuer: string;
  /** The authority's client ID at the provider. */
  readonly clientId: string;
  /** The authority's client secret at the provider; kept in memory only. */
  readonly clientSecret: string;
  /** Name on the button: "Sign in with …". The issuer's host by default. */
  readonly name?: string | undefined;
}

/** Returns the provider's name for the sign-in page. */
export function nameOf({ issuer, name }: OpenIdOptions): string {
  return name ?? new URL(issuer).host;
}

/** @throws {@link StartError} for an issuer that can't be trusted, or an empty ID or secret. */
export function checkOpenId({ issuer, clientId, clientSecret }: OpenIdOptions): void {
  const url = URL.parse(issuer);
  if (url === null || !isPrivateUrl(url) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new StartError(
      `"${issuer}" is not an OpenID Connect issuer. Set --openid-issuer exactly as the provider publishes it, such as https://login.example.com.`,
    );
  }
  if (clientId === '' || clientSecret === '') {
    throw new StartError(
      'OpenID Connect needs the client ID and secret from the provider: --openid-client-id and --openid-client-secret-file.',
    );
  }
}
