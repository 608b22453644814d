import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { OpenIdOptions } from './options.ts';
import type { Pending } from './pending.ts';
import { SignInError } from './problem.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** For each request to the provider, because a person is waiting. */
const TIMEOUT_SECONDS = 10;

/** The person that the provider has authenticated. */
export interface Identity {
  readonly issuer: string;
  /** Unlike an email address, never reassigned by this provider. */
  readonly subject: string;
  /** Only if the provider has verified that it belongs to the person. */
  readonly email: string | undefined;
  /** Whether there was an address that the provider hasn't verified. */
  readonly unverified: boolean;
  readonly name: string | undefined;
}

/**
 * The OpenID Connect provider: authorization code with PKCE, state and nonce. The signature of
 * every ID token is verified.
 */
export class Provider {
  readonly #options: OpenIdOptions;
  readonly #redirectUri: string;
  readonly #fetch: Fetch;
  /**
   * The provider's metadata, read on first use and again after a failure: the authority starts
   * without it.
   */
  #configuration: Promise<Configuration> | undefined;

  /**
   * @param redirectUri - Exactly as registered with the provider: built from `--origin`, never from
   * a request.
   * @param ask - Sends the requests to the provider.
   */
  constructor(options: OpenIdOptions, redirectUri: string, ask: Fetch = fetch) {
    this.#options = options;
    this.#redirectUri = redirectUri;
    this.#fetch = ask;
  }

  /**
   * Returns the URL to redirect the person to, and what to remember meanwhile.
   *
   * @throws {@link SignInError} `unavailable`.
   */
  async begin(returnTo: string): Promise<{ readonly url: URL; readonly pending: Pending }> {
    const configuration = await this.#configured();
    const pending = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      returnTo,
    };
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: 'openid email profile',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url, pending };
  }

  /**
   * Validates the provider's response, and asks the provider who has signed in.
   *
   * @param search - The query that the person returned with: `?code=…&state=…`.
   * @throws {@link SignInError} `cancelled`, `failed`, `unavailable`.
   */
  async finish(search: string, { state, nonce, verifier }: Pending): Promise<Identity> {
    const configuration = await this.#configured();
    try {
      const tokens = await authorizationCodeGrant(configuration, new URL(search, this.#redirectUri), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new SignInError('failed', 'The provider returned no ID token.');
      // Many providers include the address in the ID token; the others return it on request.
      const profile =
        claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
          ? { ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)) }
          : claims;
      return identityOf(claims.iss, claims.sub, profile);
    } catch (error) {
      throw asSignInError(error);
    }
  }

  #configured(): Promise<Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = undefined;
      throw new SignInError('unavailable', 'The metadata of the OpenID provider cannot be read.', {
        cause: error,
      });
    });
    return this.#configuration;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const plain = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
    const configuration = await discovery(
      new URL(issuer),
      clientId,
      undefined,
      // The provider's methods are known only after this; RFC 6749 §2.3.1 requires everyone to
      // support the first.
      (server, client, body, headers) => {
        const offered = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
        const apply = offered.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
        apply(clientSecret)(server, client, body, headers);
      },
      {
        execute: [...plain, enableNonRepudiationChecks],
        timeout: TIMEOUT_SECONDS,
        [customFetch]: (url, init) => this.#fetch(url, init as RequestInit),
      },
    );
    return configuration;
  }
}

function identityOf(issuer: string, subject: string, profile: Readonly<Record<string, unknown>>): Identity {
  const { email, email_verified: verified, name } = profile;
  const given = typeof email === 'string';
  return {
    issuer,
    subject,
    email: given && verified === true ? email : undefined,
    unverified: given && verified !== true,
    name: typeof name === 'string' ? name : undefined,
  };
}

function asSignInError(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied')
    return new SignInError('cancelled', 'The provider refused the sign-in.', { cause: error });
  // `fetch` throws a TypeError when the connection fails.
  const away = error instanceof TypeError || (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT');
  return away
    ? new SignInError('unavailable', 'The OpenID provider does not answer.', { cause: error })
    : new SignInError('failed', "The OpenID provider's response is not valid.", { cause: error });
}
