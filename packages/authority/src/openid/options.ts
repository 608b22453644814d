import { isPrivateUrl } from '@lostwax/contract';
import { StartError } from '../start-error.ts';

/** A provider of OpenID Connect by which people sign in to the console. */
export interface OpenIdOptions {
  /** The provider's issuer, as its metadata says it: `https://login.example.com`. Plain http on loopback only. */
  readonly issuer: string;
  /** What the provider calls this authority. */
  readonly clientId: string;
  /** What the authority shows the provider; kept in memory alone. */
  readonly clientSecret: string;
  /** What the button says: "Sign in with …". The issuer's host by default. */
  readonly name?: string | undefined;
}

/** What the sign-in page calls the provider. */
export function nameOf({ issuer, name }: OpenIdOptions): string {
  return name ?? new URL(issuer).host;
}

/** @throws {@link StartError} for an issuer that cannot be trusted, or an empty id or secret. */
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
