import { Agent as HttpAgent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { readCredential } from '@lostwax/verifier';
import { createProxyServer } from 'httpxy';
import { problem } from '../door/answers.ts';
import { type Door, send } from '../door/forward-auth.ts';
import { identityOf } from '../door/identity.ts';
import { type Judge, judge } from '../door/judge.ts';
import type { Log } from '../log.ts';
import { networkList } from '../settings/networks.ts';
import type { Settings } from '../settings/settings.ts';
import { type HeaderRules, hasSeveralHosts, requestHeaders } from './request-headers.ts';

/** What the proxy is told of the upstream. */
export type ProxySettings = Pick<Settings, 'upstreamTimeoutSeconds' | 'forwardKey' | 'trustProxy'> & {
  readonly upstream: string;
};

/** The gate before an API: what is good goes on to it, and only that. */
export interface ReverseProxy {
  readonly door: Door;
  /** For those who wait for `100 Continue` before they send a body (RFC 9110 §10.1.1). */
  readonly waitingDoor: Door;
  close(): void;
}

/** Connections to the upstream at once, in one thread. */
const MOST_SOCKETS = 1_024;
const noScopes = Object.freeze({});

/** See README.md, "As a reverse proxy". No upgrade is passed on: an open connection would outlive its key. */
export function reverseProxy(judging: Judge, settings: ProxySettings, log: Log): ReverseProxy {
  const { upstream, upstreamTimeoutSeconds, forwardKey, trustProxy } = settings;
  const rules: HeaderRules = { forwardKey, trusted: networkList(trustProxy) };
  const pool = { keepAlive: true, maxSockets: MOST_SOCKETS, noDelay: true };
  const agent = upstream.startsWith('https:') ? new HttpsAgent(pool) : new HttpAgent(pool);
  const proxy = createProxyServer({
    target: upstream,
    agent,
    prependPath: false,
    proxyTimeout: upstreamTimeoutSeconds * 1_000,
  });
  proxy.on('proxyRes', (answer, _request, response) => {
    withoutConnection(answer);
    // The library would say keep-alive to a client that asked for the end.
    const ends = !response.shouldKeepAlive || response.getHeader('connection') === 'close';
    answer.headers.connection = ends ? 'close' : 'keep-alive';
  });

  const pass = (request: IncomingMessage, response: ServerResponse): void => {
    const began = performance.now();
    proxy.web(request, response).catch((error: unknown) => {
      // The client has gone away: nobody is there to be answered, and nothing is wrong with the upstream.
      if (request.socket.destroyed) return;
      const late = performance.now() - began >= upstreamTimeoutSeconds * 1_000;
      broken(judging, response, late ? 'upstream_timeout' : 'upstream_unreachable');
      log.warn({ err: error, upstream }, 'the upstream did not answer');
    });
  };

  const enter = (request: IncomingMessage, response: ServerResponse, waits: boolean): void => {
    try {
      const credential = readCredential(request.rawHeaders);
      const judged = judge(judging, credential, noScopes);
      if (!('keyId' in judged)) refuse(request, response, judged);
      else if (request.url?.startsWith('/') !== true || hasSeveralHosts(request.rawHeaders)) {
        judging.count('request_invalid');
        refuse(request, response, problem('request_invalid'));
      } else {
        // The library copies these; what is not here does not reach the upstream.
        const headers = requestHeaders(request, identityOf(judged), credential, rules);
        request.headers = headers as IncomingMessage['headers'];
        // Only now: whoever is refused must not send a body for nothing.
        if (waits) response.writeContinue();
        pass(request, response);
      }
    } catch (error) {
      log.error({ err: error }, 'a request could not be judged');
      broken(judging, response, 'gate_failed');
    }
  };
  return {
    door: (request, response) => enter(request, response, false),
    waitingDoor: (request, response) => enter(request, response, true),
    close: () => agent.destroy(),
  };
}

/** A body that nobody will read would keep the connection busy for as long as the client likes. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Parameters<typeof send>[1],
): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  send(response, hasBody ? { ...answer, headers: [...answer.headers, 'connection', 'close'] } : answer);
}

function broken(
  { count }: Judge,
  response: ServerResponse,
  code: 'upstream_timeout' | 'upstream_unreachable' | 'gate_failed',
): void {
  count(code);
  // An answer that has begun can only be cut, so that nobody takes it for whole.
  if (response.headersSent || response.destroyed) response.destroy();
  else {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    send(response, { ...problem(code), headers: [...problem(code).headers, 'connection', 'close'] });
  }
}

/** What is about the upstream's connection stays there. */
function withoutConnection(answer: IncomingMessage): void {
  const { headers } = answer;
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of [...named, 'connection', 'keep-alive', 'proxy-authenticate', 'te', 'trailer', 'upgrade'])
    if (name !== 'content-length') delete headers[name];
  // The length of what came in parts is Node's to write.
  delete headers['transfer-encoding'];
}
