import type { IncomingMessage, ServerResponse } from 'node:http';
import { oauthPaths } from '@lostwax/contract';
import type { Domain } from '../domain/use-cases.ts';
import { AuthorityError } from '../errors.ts';
import { sendProblem } from '../web/problems.ts';
import type { CertificateOf } from './mutual-tls.ts';
import { type OAuthPath, type OAuthTarget, oauthTarget } from './paths.ts';
import { OAuthServer } from './server.ts';

/** Options of {@link createOAuthHandler}. */
export interface OAuthHandlerOptions {
  /** Scheme, host and port of the authority. */
  readonly origin: string;
  readonly domain: Pick<Domain, 'workspace' | 'oauthClient' | 'tokenMemory'>;
  readonly certificateOf: CertificateOf;
  /** Receives unexpected errors. */
  readonly failed: (error: unknown) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Answers a request for an OAuth endpoint, or only for the one named by `only`. Returns whether it did. */
export type OAuthHandler = (request: IncomingMessage, response: ServerResponse, only?: OAuthPath) => boolean;

/** Serves the OAuth endpoints (spec/oauth.md). */
export function createOAuthHandler(options: OAuthHandlerOptions): OAuthHandler {
  const { origin, domain, failed } = options;
  const servers = new Map<string, OAuthServer>();
  const { host, protocol } = new URL(origin);
  const scheme = protocol.slice(0, -1);

  async function serverOf(slug: string): Promise<OAuthServer> {
    const known = servers.get(slug);
    if (known !== undefined) return known;
    // Workspaces are never removed or renamed, and there are few of them.
    const { issuer } = await domain.workspace(slug);
    const client = (id: string) => domain.oauthClient(slug, id);
    const memory = await domain.tokenMemory(slug);
    const made = servers.get(slug) ?? new OAuthServer({ ...options, issuer, client, memory });
    servers.set(slug, made);
    return made;
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    { slug, name, hasQuery }: OAuthTarget,
  ): Promise<void> {
    const server = await serverOf(slug);
    const path = oauthPaths[name];
    if (name === 'jwks')
      return sendJson(response, 200, await server.keySet(), 'public, max-age=1, must-revalidate');
    // URLs end up in logs, so a secret in one must not work.
    if (hasQuery) return sendJson(response, 400, inUrl);
    Object.assign(request, { originalUrl: request.url, url: path });
    // URLs are those of the configured origin, and errors are always JSON.
    Object.assign(request.headers, {
      ...{ host, accept: 'application/json' },
      ...{ 'x-forwarded-host': host, 'x-forwarded-proto': scheme },
    });
    await server.answer(request, response);
  }

  return (request, response, only) => {
    const target = oauthTarget(request.url ?? '');
    if (target === undefined || (only !== undefined && only !== target.name)) return false;
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (target.name === 'jwks' ? !isRead : request.method !== 'POST') {
      const allow = target.name === 'jwks' ? 'GET, HEAD' : 'POST';
      response.setHeader('Allow', allow);
      sendProblem(
        response,
        new AuthorityError('method_not_allowed', `This path accepts only ${allow}.`),
        'none',
      );
      return true;
    }
    answer(request, response, target).catch((error: unknown) => {
      const isAway = error instanceof AuthorityError && error.code === 'storage_unavailable';
      if (!(error instanceof AuthorityError) || isAway) failed(error);
      if (response.headersSent) response.destroy();
      else if (isAway) sendJson(response, 503, away);
      else sendProblem(response, error, 'none');
    });
    return true;
  };
}

const away = {
  error: 'temporarily_unavailable',
  error_description: 'the authority cannot use its database at the moment; try again',
};

const inUrl = {
  error: 'invalid_request',
  error_description:
    'parameters must be sent in the body, never in the URL (RFC 6749 section 2.3.1). URLs end up in logs: if a secret was in this one, rotate it',
};

function sendJson(response: ServerResponse, status: number, value: unknown, caching = 'no-store'): void {
  const text = JSON.stringify(value);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'cache-control': caching,
      ...(caching !== 'no-store' && { 'access-control-allow-origin': '*' }),
    })
    .end(text);
}
