import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkList, whenKnown } from '@lostwax/contract';
import { knownMethod, type Span, type Tracing } from '@lostwax/server';
import { type SentCredential, withoutQuery } from '@lostwax/verifier';
import { type Answer, problem } from '../door/answers.ts';
import { type Door, seenBy, send } from '../door/forward-auth.ts';
import { identityOf, identityOfNobody } from '../door/identity.ts';
import { type Judge, type Judged, judge, withCertificate } from '../door/judge.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings/settings.ts';
import { exchange } from './exchange.ts';
import { type HeaderRules, hasSeveralHosts, requestHeaders } from './request-headers.ts';
import { upstreamAt } from './upstream.ts';

/** The proxy's settings for the upstream. */
export type ProxySettings = Pick<
  Settings,
  'upstreamTimeoutSeconds' | 'forwardKey' | 'forwardVerify' | 'trustProxy' | 'clientCertHeader'
> & {
  readonly upstream: string;
};

/** The gate in front of an API: only requests with a valid key reach it. */
export interface ReverseProxy {
  readonly door: Door;
  /** For clients that wait for `100 Continue` before they send a body (RFC 9110 §10.1.1). */
  readonly waitingDoor: Door;
  close(): void;
}

const noScopes = Object.freeze({});

/**
 * See README.md, "Reverse proxy". Upgrades are not forwarded, because an open connection would outlive
 * its key.
 */
export function reverseProxy(
  judging: Judge,
  settings: ProxySettings,
  log: Log,
  tracing?: Tracing,
): ReverseProxy {
  const { upstreamTimeoutSeconds, forwardKey, forwardVerify, trustProxy, clientCertHeader } = settings;
  const { reader } = judging;
  const rules: HeaderRules = {
    ...{ forwardKey, clientCertHeader, keyHeaders: reader.keyHeaders },
    trusted: networkList(trustProxy),
  };
  const upstream = upstreamAt(settings.upstream, upstreamTimeoutSeconds);

  const enter = (request: IncomingMessage, response: ServerResponse, waits: boolean): void => {
    const failed = (error: unknown): void => {
      log.error({ err: error }, 'a request could not be checked');
      broken(judging, request, response, 'gate_failed');
    };
    const pass = (judged: Judged, credential: SentCredential): void => {
      if ('status' in judged) refuse(judging, request, response, judged);
      else if (!forwardVerify && asksForVerdict(request.url)) {
        judging.count('wrong_gate');
        refuse(judging, request, response, problem('wrong_gate'));
      } else if (!canBePassedOn(request)) {
        judging.count('request_invalid');
        refuse(judging, request, response, problem('request_invalid'));
      } else {
        const identity = 'keyId' in judged ? identityOf(judged) : identityOfNobody(judged.open);
        const headers = requestHeaders(request, identity, credential, rules);
        // Sent only now: a client that is refused should not send its body for nothing.
        if (waits) response.writeContinue();
        const { url = '/' } = request;
        const { keyQuery } = reader;
        const target = keyQuery === undefined || forwardKey ? url : withoutQuery(url, keyQuery);
        const span = passingSpan(request, response, settings.upstream, tracing);
        // The API's own spans belong below it.
        if (span !== undefined) headers['traceparent'] = span.traceParent;
        exchange({ request, response, headers, target }, upstream, (code, error) => {
          span?.end(code);
          broken(judging, request, response, code);
          log.warn({ err: error, upstream: settings.upstream }, 'the upstream did not answer');
        });
      }
    };
    try {
      const credential = reader.fromLines(request.rawHeaders, request.url);
      const sent = withCertificate(credential, judging.certificateOf(request));
      whenKnown(
        judge(judging, sent, noScopes, seenBy(request, request.url)),
        (judged) => pass(judged, credential),
        failed,
      );
    } catch (error) {
      failed(error);
    }
  };
  return {
    door: (request, response) => enter(request, response, false),
    waitingDoor: (request, response) => enter(request, response, true),
    close: () => upstream.close(),
  };
}

/** The span of the request to the upstream, which ends with the response; undefined if the request isn't traced. */
function passingSpan(
  { method }: IncomingMessage,
  response: ServerResponse,
  upstream: string,
  tracing: Tracing | undefined,
): Span | undefined {
  const known = knownMethod(method);
  const span = tracing?.begin(known, {
    kind: 'client',
    attributes: { 'http.request.method': known, 'server.address': new URL(upstream).hostname },
  });
  if (span !== undefined)
    response.once('close', () => {
      span.set({ 'http.response.status_code': response.statusCode });
      span.end(response.statusCode >= 500 ? `${response.statusCode}` : undefined);
    });
  return span;
}

/**
 * Whether a gateway seems to ask for a verdict. An upstream that answers anything there with 200 would let
 * every request through, whatever scopes the gateway asked for.
 */
function asksForVerdict(url = ''): boolean {
  return /^\/verify(?:-scope\/|[/?]|$)/.test(url);
}

function canBePassedOn({ url, rawHeaders, headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding'];
  // The upstream would not learn of another coding: only `chunked` is forwarded (RFC 9112 §6.1).
  const readable = coding === undefined || coding.toLowerCase() === 'chunked';
  return url?.startsWith('/') === true && readable && !hasSeveralHosts(rawHeaders);
}

/** An unread body would keep the connection busy for as long as the client likes. */
function refuse({ cors }: Judge, request: IncomingMessage, response: ServerResponse, refusal: Answer): void {
  const answer = cors(refusal, () => request.headers.origin);
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  send(response, hasBody ? { ...answer, headers: [...answer.headers, 'connection', 'close'] } : answer);
}

function broken(
  { count, cors }: Judge,
  request: IncomingMessage,
  response: ServerResponse,
  code: 'upstream_timeout' | 'upstream_unreachable' | 'gate_failed',
): void {
  count(code);
  // An answer that has begun can only be cut off, so that the client does not take it for complete.
  if (response.headersSent || response.destroyed) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const answer = cors(problem(code), () => request.headers.origin);
  send(response, { ...answer, headers: [...answer.headers, 'connection', 'close'] });
  request.resume();
}
