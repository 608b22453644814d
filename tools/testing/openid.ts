import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import { type Configuration, Provider } from 'oidc-provider';

/** The provider's claims about a person in addition to the subject: `email`, `email_verified`, `name`. */
export type Account = Readonly<Record<string, unknown>>;

/** A real OpenID Connect provider whose users don't need a password. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** By subject. */
  readonly accounts: Map<string, Account>;
  /** The subject that signs in next. */
  next: string;
  /** Changes the claims of future ID tokens; the identity function at first. */
  forge: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Whether ID tokens are signed with a key that the provider doesn't publish. */
  foreignKey: boolean;
  /** If false, every request is cut off, as if the provider were down. */
  up: boolean;
  /** Sets the redirect URI; until then, the provider doesn't respond. */
  register(redirectUri: string): void;
  /** A second client of this provider, with valid credentials. */
  readonly otherClient: { readonly clientId: string; readonly clientSecret: string };
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(24).toString('base64url');

/** Starts a provider on a free port of this machine; its keys are generated at startup and never stored. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const own = newKey('own');
  const foreign = newKey('own');
  let listener: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => {
    if (running.up && listener !== undefined) void listener(request, response);
    else request.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: OpenIdProvider = {
    issuer,
    clientId: 'lostwax',
    clientSecret: secret(),
    otherClient: { clientId: 'other', clientSecret: secret() },
    accounts: new Map(),
    next: '',
    forge: (claims) => claims,
    foreignKey: false,
    up: true,
    register(redirectUri) {
      const provider = new Provider(issuer, configurationOf(running, own, redirectUri));
      provider.use(signIn(provider, running));
      provider.use(async (context, next) => {
        await next();
        if (context.path === '/token') await forgeToken(context, running, running.foreignKey ? foreign : own);
      });
      listener = provider.callback();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}

function newKey(kid: string): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as JWK;
}

function configurationOf(running: OpenIdProvider, key: JWK, redirectUri: string): Configuration {
  const client = { redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_basic' as const };
  return {
    clients: [
      { client_id: running.clientId, client_secret: running.clientSecret, ...client },
      { client_id: running.otherClient.clientId, client_secret: running.otherClient.clientSecret, ...client },
    ],
    jwks: { keys: [key as never] },
    cookies: { keys: [secret()] },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...running.accounts.get(accountId) }),
    }),
    // Two sign-ins in one browser both remain valid.
    expiresWithSession: () => false,
    // Don't ask for consent.
    async loadExistingGrant({ oidc }) {
      const { client: asking, session, provider, params } = oidc;
      const grant = new provider.Grant({ clientId: asking?.clientId, accountId: session?.accountId });
      grant.addOIDCScope(String(params?.['scope']));
      await grant.save();
      return grant;
    },
  };
}

/** The page with the password form: signs in the next user at once. */
function signIn(provider: Provider, running: OpenIdProvider): Parameters<Provider['use']>[0] {
  return async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next();
    context.respond = false;
    const result =
      running.next === ''
        ? { error: 'access_denied', error_description: 'The person went away.' }
        : { login: { accountId: running.next, remember: false } };
    await provider.interactionFinished(context.req, context.res, result);
  };
}

async function forgeToken(context: { body: unknown }, running: OpenIdProvider, key: JWK): Promise<void> {
  const body = context.body as { id_token?: string } | undefined;
  if (body?.id_token === undefined) return;
  const claims = running.forge({ ...decodeJwt(body.id_token) });
  const signer = await importJWK(key, 'RS256');
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(signer);
  context.body = { ...body, id_token: token };
}
