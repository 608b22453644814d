import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import type { Refusal } from '../domain/people/match.ts';
import { type Sessions, sessionOf } from '../domain/sessions/types.ts';
import { clientAddress } from '../web/address.ts';
import { sessionCookie } from '../web/cookies.ts';
import { forgetCookie, pendingCookie, pendingOf, safeReturn } from './pending.ts';
import { SignInError, type SignInProblem } from './problem.ts';
import type { Provider } from './provider.ts';

const START_PATH = '/console/openid/start';
export const CALLBACK_PATH = '/console/openid/callback';

export interface OpenIdHandlerOptions {
  readonly provider: Provider;
  readonly sessions: Pick<Sessions, 'signInPerson'>;
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trusted: BlockList;
  /** Hears why a sign-in failed. */
  readonly failed: (error: unknown) => void;
}

/** Answers are redirects that nobody keeps, and that tell no other site where they came from. */
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-length': '0',
} as const;

/** The two addresses that a browser is sent to for a sign-in by OpenID Connect; says whether it takes the request. */
export function createOpenIdHandler(
  options: OpenIdHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [path, search = ''] = (request.url ?? '').split(/(?=\?)/, 2);
    // Not HEAD: a code is used up by looking at it.
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

/** Whatever became of it, it cannot be tried again with the same state. */
function forget(search: string): readonly string[] {
  const state = new URLSearchParams(search).get('state') ?? '';
  return /^[\w-]{43}$/.test(state) ? [forgetCookie(state)] : [];
}

function redirect(response: ServerResponse, location: string, cookies: readonly string[]): void {
  response
    .writeHead(303, { ...headers, location, ...(cookies.length > 0 && { 'set-cookie': [...cookies] }) })
    .end();
}
