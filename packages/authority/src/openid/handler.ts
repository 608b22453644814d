import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import type { Refusal } from '../domain/people/match.ts';
import { type Sessions, sessionOf } from '../domain/sessions/types.ts';
import { clientAddress } from '../web/address.ts';
import { sessionCookie } from '../web/cookies.ts';
import { forgetCookie, pendingCookie, pendingOf, safeReturn } from './pending.ts';
import { SignInError, type SignInProblem } from './problem.ts';
import type { Provider } from './provider.ts';

export const START_PATH = '/console/openid/start';
export const CALLBACK_PATH = '/console/openid/callback';

export interface OpenIdHandlerOptions {
  readonly provider: Provider;
  readonly sessions: Pick<Sessions, 'signInPerson'>;
  /** Proxies whose `X-Forwarded-For` is trusted. */
  readonly trusted: BlockList;
  /** Called with the reason why a sign-in failed. */
  readonly failed: (error: unknown) => void;
}

/** Responses are redirects that must not be cached and don't send a referrer. */
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-length': '0',
} as const;

/**
 * Handles the two URLs of a sign-in with OpenID Connect; reports whether the request was for one.
 */
export function createOpenIdHandler(
  options: OpenIdHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [path, search = ''] = (request.url ?? '').split(/(?=\?)/, 2);
    // Not HEAD: it would use up the code.
    if (request.method !== 'GET' || (path !== START_PATH && path !== CALLBACK_PATH)) return false;
    const step = path === START_PATH ? start : finish;
    step(options, request, search).then(
      ({ location, cookies }) => redirect(response, location, cookies),
      (error: unknown) => {
        options.failed(error);
        const problem: SignInProblem = error instanceof SignInError ? error.problem : 'unavailable';
        redirect(response, `/console/#error=${problem}`, forget(search));
      },
    );
    return true;
  };
}

interface Step {
  readonly location: string;
  readonly cookies: readonly string[];
}

async function start(
  { provider }: OpenIdHandlerOptions,
  _request: IncomingMessage,
  search: string,
): Promise<Step> {
  const returnTo = safeReturn(new URLSearchParams(search).get('returnTo'));
  const { url, pending } = await provider.begin(returnTo);
  return { location: url.href, cookies: [pendingCookie(pending)] };
}

async function finish(
  { provider, sessions, trusted }: OpenIdHandlerOptions,
  request: IncomingMessage,
  search: string,
): Promise<Step> {
  const pending = pendingOf(request, new URLSearchParams(search).get('state') ?? '');
  if (pending === undefined)
    throw new SignInError(
      'expired',
      "The provider's response doesn't belong to a sign-in started in this browser.",
    );
  const identity = await provider.finish(search, pending);
  const outcome = await sessions.signInPerson(clientAddress(request, trusted), identity);
  if (typeof outcome === 'string') throw new SignInError(outcome, refusals[outcome]);
  const { principal, secret, lastsSeconds } = outcome;
  const session = sessionOf(principal);
  return {
    location: pending.returnTo.replace(/^\/console\//, `/console/${session.id}/`),
    cookies: [forgetCookie(pending.state), sessionCookie(session.id, secret, lastsSeconds)],
  };
}

const refusals: Readonly<Record<Refusal, string>> = {
  unknown: 'This person has no role.',
  unverified: 'The provider has not verified the email address.',
  other_account: 'The person used a different account at the provider than for the first sign-in.',
};

/** Regardless of the outcome, the same state can't be used again. */
function forget(search: string): readonly string[] {
  const state = new URLSearchParams(search).get('state') ?? '';
  return /^[\w-]{43}$/.test(state) ? [forgetCookie(state)] : [];
}

function redirect(response: ServerResponse, location: string, cookies: readonly string[]): void {
  response
    .writeHead(303, { ...headers, location, ...(cookies.length > 0 && { 'set-cookie': [...cookies] }) })
    .end();
}
